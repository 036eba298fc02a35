import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A named filter over devices; who belongs to it is kept in `device_group_member`. */
@Entity('device_group')
export class DeviceGroupEntity {
  @PrimaryColumn('uuid') id!: string;
  /** Null: shared by all clients. With one, only that client's devices belong to it, whatever the filter says. */
  @Column('uuid', { name: 'client_id', nullable: true }) clientId!: string | null;
  @Column('text') name!: string;
  @Column('text') description!: string;
  /** In the words of contracts/device-filter, as it prints them. */
  @Column('text') filter!: string;
  @Column('integer') version!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date;
}
