import { ApiProperty } from '@nestjs/swagger';
import type { SettingValue } from '../../../contracts/policy-settings.js';
import { settingsProperty } from '../../policies/index.js';

export class OverrideView {
  deviceId!: string;
  @settingsProperty
  settings!: Record<string, SettingValue>;
  @ApiProperty({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'boolean' }, { type: 'string' }, { type: 'number' }] },
    description: 'The same settings as they would hold without the override.',
  })
  without!: Record<string, SettingValue>;
  /** Whether it was looser than the policies in a security setting when it was written. */
  mayLoosen!: boolean;
  reason!: string;
  authorId!: string | null;
  authorName!: string;
  /** Null: never ends by itself. */
  expiresAt!: Date | null;
  createdAt!: Date;
  updatedAt!: Date;
  version!: number;
}
