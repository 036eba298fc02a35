import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { PlaceQuery } from '../system/place.query.js';
import { DeploymentQuery } from './deployment.query.js';
import { DeploymentPage, DeploymentSummaryView, DeploymentView } from './deployment.view.js';
import { deploymentById, listDeployments } from './read-deployments.js';
import { summariseDeployments } from './summarise-deployments.js';

@ApiTags('deployments')
@Controller('api/v1/deployments')
@Requires('devices.read')
export class DeploymentsController {
  constructor(private readonly unit: UnitOfWork) {}

  @Get()
  async list(@CurrentOperator() operator: Operator, @Query() query: DeploymentQuery): Promise<DeploymentPage> {
    return listDeployments(this.unit.reads, operator.scope, query);
  }

  /** How the devices in scope stand, by phase, by cause, by client and by site. */
  @Get('summary')
  async summary(@CurrentOperator() operator: Operator, @Query() query: PlaceQuery): Promise<DeploymentSummaryView> {
    return summariseDeployments(this.unit.reads, operator.scope, query);
  }

  @Get(':id')
  async one(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<DeploymentView> {
    return deploymentById(this.unit.reads, operator.scope, id);
  }
}
