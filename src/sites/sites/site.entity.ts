import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A place of a client; devices belong to it, packages are assigned to it. */
@Entity('site')
export class SiteEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'client_id' }) clientId!: string;
  @Column('text') name!: string;
  /** IANA name; windows and hours are read in it. */
  @Column('text', { name: 'time_zone' }) timeZone!: string;
  @Column('boolean') sensitive!: boolean;
  @Column('text', { nullable: true }) region!: string | null;
  /** Null: served by the first instance of the installation. */
  @Column('uuid', { name: 'provider_instance_id', nullable: true }) providerInstanceId!: string | null;
  @Column('text', { name: 'placement_reason', nullable: true }) placementReason!: string | null;
  @Column('integer') version!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date;
}
