import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '../../accounts/index.js';
import type { PolicyType } from './policy-type.js';
import { PolicyTypeList, type PolicyTypeView } from './policy-type.view.js';
import { policyTypes } from './registry.js';

@ApiTags('policies')
@Controller('api/v1/policy-types')
export class PolicyTypesController {
  /** Every kind of policy with schema, defaults and help of its settings. */
  @Get()
  @Requires('policies.read')
  list(): PolicyTypeList {
    return { items: policyTypes().map(viewOf) };
  }
}

function viewOf({ settings, ...type }: PolicyType): PolicyTypeView {
  return {
    ...type,
    settings: settings.map(({ key, group, title, help, type: of, default: value, merge }) => ({
      key,
      group,
      title,
      help,
      merge,
      default: value,
      type: {
        ...of,
        ...('choices' in of ? { choices: [...of.choices] } : {}),
      } as PolicyTypeView['settings'][number]['type'],
    })),
  };
}
