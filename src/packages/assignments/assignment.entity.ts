import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A package on a site; the higher priority wins where packages disagree. */
@Entity('assignment')
export class AssignmentEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'package_id' }) packageId!: string;
  @Column('uuid', { name: 'site_id' }) siteId!: string;
  @Column('integer') priority!: number;
  @Column('integer') version!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date;
}
