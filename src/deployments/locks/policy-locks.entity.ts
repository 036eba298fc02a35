import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SettingValue } from '../../../contracts/policy-settings.js';

/** The one row of settings that hold for the whole installation. */
@Entity('policy_locks')
export class PolicyLocksEntity {
  @PrimaryColumn('boolean') singleton!: boolean;
  @Column('jsonb') settings!: Record<string, SettingValue>;
  @Column('integer') version!: number;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date;
}
