import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A named set of policies, assigned to sites as one. */
@Entity('package')
export class PackageEntity {
  @PrimaryColumn('uuid') id!: string;
  /** Null: shared by all clients. */
  @Column('uuid', { name: 'client_id', nullable: true }) clientId!: string | null;
  @Column('text') name!: string;
  @Column('text') description!: string;
  @Column('integer') version!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date;
}
