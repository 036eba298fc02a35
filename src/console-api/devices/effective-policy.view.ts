import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import type { SettingValue } from '../../../contracts/policy-settings.js';
import { DeviceExclusionView } from './device.view.js';

const value = () => ApiProperty({ oneOf: [{ type: 'boolean' }, { type: 'string' }, { type: 'number' }] });

/** A value that somebody wants, and by which path it reaches the device. */
export class CandidateView {
  @value()
  value!: SettingValue;
  @ApiProperty({ enum: ['policy', 'override', 'lock'] })
  source!: 'policy' | 'override' | 'lock';
  policyId?: string;
  policyName?: string;
  packageId?: string;
  packageName?: string;
  assignmentId?: string;
  deviceGroupId?: string;
  deviceGroupName?: string;
  /** Of an override. */
  reason?: string;
  authorName?: string;
  expiresAt?: Date | null;
}

/** One value that holds, and where it comes from. */
export class EffectiveSettingView {
  @value()
  value!: SettingValue;
  @ApiProperty({ enum: ['default', 'policy', 'override', 'lock'] })
  source!: 'default' | 'policy' | 'override' | 'lock';
  policyId?: string;
  policyName?: string;
  packageId?: string;
  packageName?: string;
  assignmentId?: string;
  deviceGroupId?: string;
  deviceGroupName?: string;
  /** Of an override. */
  reason?: string;
  authorName?: string;
  expiresAt?: Date | null;
  /** Not what the first in rank wants, but something stricter that a merge of all made. */
  mergedStricter?: boolean;
  /** Candidates that did not win. */
  shadowed!: CandidateView[];
}

/** Policies of equal rank that want different values; a warning. */
export class PolicyConflictView {
  code!: string;
  key!: string;
  candidates!: CandidateView[];
}

@ApiExtraModels(EffectiveSettingView)
export class EffectivePolicyView {
  /** Whether remote access is wanted on this device, and no exclusion leaves it out. */
  targeted!: boolean;
  /** Which provider instance serves it; null while there is none. */
  providerInstanceId!: string | null;
  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(EffectiveSettingView) },
    description: 'By setting key.',
  })
  settings!: Record<string, EffectiveSettingView>;
  conflicts!: PolicyConflictView[];
  /** What leaves the device out or freezes it as it is. */
  exclusion?: DeviceExclusionView;
}
