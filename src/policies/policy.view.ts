import { ApiProperty } from '@nestjs/swagger';
import type { SettingValue } from '../../contracts/policy-settings.js';
import { pageOf } from '../platform/http/page.view.js';

/** Setting keys and their configured values; a missing key is not configured. */
export const settingsProperty = ApiProperty({
  type: 'object',
  additionalProperties: { oneOf: [{ type: 'boolean' }, { type: 'string' }, { type: 'number' }] },
  description: 'Setting keys and their configured values; a missing key is not configured.',
});

/** The same as somebody sends it. */
export const wantedSettingsProperty = ApiProperty({
  type: 'object',
  additionalProperties: { oneOf: [{ type: 'boolean' }, { type: 'string' }, { type: 'number' }], nullable: true },
  description: 'Setting keys and their values; null and a missing key both say not configured.',
});

export class PolicyView {
  id!: string;
  /** Null: shared by all clients. */
  clientId!: string | null;
  clientName!: string | null;
  category!: string;
  type!: string;
  name!: string;
  description!: string;
  enabled!: boolean;
  @settingsProperty
  settings!: Record<string, SettingValue>;
  /** Packages in the caller's scope that contain it. */
  packageCount!: number;
  /** Sites in the caller's scope that it reaches. */
  siteCount!: number;
  createdAt!: Date;
  updatedAt!: Date;
  version!: number;
}

export class PolicyPage extends pageOf(PolicyView) {}
