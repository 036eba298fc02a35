import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { EffectiveSettingView, PolicyConflictView } from './effective-policy.view.js';

/** One fact that the policies of a type imply for the device now. */
export class PolicyConditionView {
  type!: string;
  @ApiProperty({ enum: ['true', 'false', 'unknown'] })
  status!: 'true' | 'false' | 'unknown';
  reason!: string;
  message!: string;
}

/** What the policies of one type mean for one device. */
@ApiExtraModels(EffectiveSettingView)
export class PolicyOfTypeView {
  category!: string;
  type!: string;
  @ApiProperty({ type: 'object', additionalProperties: { $ref: getSchemaPath(EffectiveSettingView) }, description: 'By setting key.' })
  settings!: Record<string, EffectiveSettingView>;
  conflicts!: PolicyConflictView[];
  conditions!: PolicyConditionView[];
}
