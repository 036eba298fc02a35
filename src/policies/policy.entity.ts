import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SettingValue } from '../../contracts/policy-settings.js';

/** What remote access (or whatever its type is about) should be like; sparse: a missing setting is not configured. */
@Entity('policy')
export class PolicyEntity {
  @PrimaryColumn('uuid') id!: string;
  /** Null: shared by all clients. */
  @Column('uuid', { name: 'client_id', nullable: true }) clientId!: string | null;
  @Column('text') category!: string;
  @Column('text') type!: string;
  @Column('text') name!: string;
  @Column('text') description!: string;
  @Column('boolean') enabled!: boolean;
  @Column('jsonb') settings!: Record<string, SettingValue>;
  @Column('integer') version!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date;
}
