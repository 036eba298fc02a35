import { ApiProperty } from '@nestjs/swagger';
import type { MergeRule, SettingDefinition, SettingType, SettingValue } from '../../../contracts/policy-settings.js';

const KINDS = ['boolean', 'choice', 'integer', 'text', 'pattern', 'weekly-hours'] as const satisfies readonly SettingType['kind'][];
const VALUE = [{ type: 'boolean' }, { type: 'string' }, { type: 'number' }];

/** What values a setting takes. */
export class SettingTypeView {
  @ApiProperty({ enum: KINDS, description: '`pattern` is a regular expression; `weekly-hours` is text like `mon-fri 08:00-18:00; sat 09:00-12:00`, `always` or `never`.' })
  kind!: SettingType['kind'];
  choices?: string[];
  minimum?: number;
  maximum?: number;
  unit?: string;
  maxLength?: number;
  pattern?: string;
  example?: string;
  /** What empty text stands for. */
  emptyMeans?: string;
}

/** One setting a policy can configure. */
export class SettingView {
  key!: string;
  group!: string;
  title!: string;
  help!: string;
  type!: SettingTypeView;
  @ApiProperty({ oneOf: VALUE, description: 'What holds where no policy configures it.' })
  default!: SettingValue;
  @ApiProperty({ type: String, description: 'How several policies that configure it are merged: `rank`, `strictest`, `intersection`, or a rule of its type.' })
  merge!: MergeRule;
  @ApiProperty({
    oneOf: [{ type: 'array', items: { oneOf: VALUE } }, { type: 'string', enum: ['smaller', 'larger'] }],
    description: 'Of `strictest`: the values from strictest to loosest, or which number is stricter.',
  })
  strictness?: SettingValue[] | 'smaller' | 'larger';
  /** Protects somebody: only who may decide that can set a single device looser. */
  security!: boolean;
  /** Holds wherever Latchkey is, whatever the provider can do; a change of it does not reach the device. */
  enforcedByLatchkeyOnly!: boolean;
}

/** A part of the form. */
export class SettingGroupView {
  key!: string;
  title!: string;
}

export class PolicyTypeView {
  category!: string;
  categoryTitle!: string;
  type!: string;
  title!: string;
  help!: string;
  /** In the order of the form. */
  groups!: SettingGroupView[];
  settings!: SettingView[];
}

export class PolicyTypeList {
  items!: PolicyTypeView[];
}

/** One setting as the API shows it. */
export function settingView({ type, strictness, security, enforcedByLatchkeyOnly, ...setting }: SettingDefinition): SettingView {
  return {
    ...setting,
    type: 'choices' in type ? { ...type, choices: [...type.choices] } : { ...type },
    ...(strictness === undefined ? {} : { strictness: typeof strictness === 'string' ? strictness : [...strictness] }),
    security: security === true,
    enforcedByLatchkeyOnly: enforcedByLatchkeyOnly === true,
  };
}
