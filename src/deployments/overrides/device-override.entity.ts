import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SettingValue } from '../../../contracts/policy-settings.js';

/** What one device gets instead of what its policies say; sparse. */
@Entity('device_override')
export class DeviceOverrideEntity {
  @PrimaryColumn('uuid', { name: 'device_id' }) deviceId!: string;
  @Column('jsonb') settings!: Record<string, SettingValue>;
  /** Judged when it was written: whether it was looser than the policies in a security setting. */
  @Column('boolean', { name: 'may_loosen' }) mayLoosen!: boolean;
  @Column('text') reason!: string;
  @Column('uuid', { name: 'author_id', nullable: true }) authorId!: string | null;
  @Column('text', { name: 'author_name' }) authorName!: string;
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt!: Date | null;
  @Column('integer') version!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date;
}
