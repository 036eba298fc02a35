import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { PolicyOfTypeView } from './policy-of-type.view.js';
import { policyOfType } from './read-policy-of-type.js';

@ApiTags('devices')
@Controller('api/v1/devices/:id/effective-policy/:category/:type')
export class PolicyOfTypeController {
  constructor(private readonly unit: UnitOfWork) {}

  /** What the policies of one type come to on a device, and what that means there now. */
  @Get()
  @Requires('devices.read')
  async one(@CurrentOperator() operator: Operator, @Param('id') id: string, @Param('category') category: string, @Param('type') type: string): Promise<PolicyOfTypeView> {
    return policyOfType(this.unit.reads, operator.scope, id, { category, type });
  }
}
