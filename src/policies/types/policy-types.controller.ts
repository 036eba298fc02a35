import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '../../accounts/index.js';
import { PolicyTypeList, settingView } from './policy-type.view.js';
import { policyTypes } from './registry.js';

@ApiTags('policies')
@Controller('api/v1/policy-types')
export class PolicyTypesController {
  /** Every kind of policy with schema, defaults and help of its settings. */
  @Get()
  @Requires('devices.read')
  list(): PolicyTypeList {
    return {
      items: policyTypes().map(({ category, categoryTitle, type, title, help, groups, settings }) => ({
        category, categoryTitle, type, title, help, groups: groups.map((group) => ({ ...group })), settings: settings.map(settingView),
      })),
    };
  }
}
