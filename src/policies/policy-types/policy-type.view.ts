import { ApiProperty } from '@nestjs/swagger';
import type { MergeRule, SettingValue } from '../../../contracts/policy-settings.js';

/** What values a setting takes. */
export class SettingTypeView {
  @ApiProperty({ enum: ['boolean', 'choice', 'integer', 'text'] })
  kind!: 'boolean' | 'choice' | 'integer' | 'text';
  choices?: string[];
  minimum?: number;
  maximum?: number;
  unit?: string;
  maxLength?: number;
  pattern?: string;
}

/** One setting a policy can configure. */
export class SettingView {
  key!: string;
  group!: string;
  title!: string;
  help!: string;
  type!: SettingTypeView;
  @ApiProperty({
    oneOf: [{ type: 'boolean' }, { type: 'string' }, { type: 'number' }],
    description: 'What holds where no policy configures it.',
  })
  default!: SettingValue;
  @ApiProperty({ enum: ['rank', 'strictest'], description: 'How several policies that configure it are merged.' })
  merge!: MergeRule;
}

export class PolicyTypeView {
  category!: string;
  categoryTitle!: string;
  type!: string;
  title!: string;
  help!: string;
  settings!: SettingView[];
}

export class PolicyTypeList {
  items!: PolicyTypeView[];
}
