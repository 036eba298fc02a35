import { ApiProperty } from '@nestjs/swagger';
import type { SettingValue } from '../../../contracts/policy-settings.js';
import { pageOf } from '../../platform/http/page.view.js';
import { settingsProperty } from '../policy.view.js';

const valueOrNull = () => ApiProperty({ oneOf: [{ type: 'boolean' }, { type: 'string' }, { type: 'number' }], nullable: true });

/** One difference between two versions. */
export class PolicyDifferenceView {
  @ApiProperty({ description: '`/name`, `/description`, `/enabled` or `/settings/<key>`, as a JSON pointer.' })
  pointer!: string;
  /** Null: not configured. */
  @valueOrNull()
  before!: SettingValue | null;
  /** Null: not configured. */
  @valueOrNull()
  after!: SettingValue | null;
}

export class PolicyVersionView {
  version!: number;
  name!: string;
  description!: string;
  enabled!: boolean;
  @settingsProperty
  settings!: Record<string, SettingValue>;
  authorName!: string;
  at!: Date;
  /** What it changed in the version before it; for the first, all that it configured. */
  changes!: PolicyDifferenceView[];
}

export class PolicyVersionPage extends pageOf(PolicyVersionView) {}

/** What separates two versions of one policy. */
export class PolicyVersionDiffView {
  from!: number;
  to!: number;
  changes!: PolicyDifferenceView[];
}
