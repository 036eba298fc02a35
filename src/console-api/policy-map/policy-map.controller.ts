import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { PolicyMapQuery } from './policy-map.query.js';
import { PolicyMapView } from './policy-map.view.js';
import { readPolicyMap } from './read-policy-map.js';

@ApiTags('policies')
@Controller('api/v1/policy-map')
export class PolicyMapController {
  constructor(private readonly unit: UnitOfWork) {}

  /** How policies reach devices: through which packages, on which sites, and how the devices there stand. */
  @Get()
  @Requires('policies.read')
  async read(@CurrentOperator() operator: Operator, @Query() query: PolicyMapQuery): Promise<PolicyMapView> {
    return readPolicyMap(this.unit.reads, operator.scope, query);
  }
}
