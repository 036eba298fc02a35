import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ListQuery } from '../../platform/http/index.js';
import { ProviderInstancePage, ProviderInstanceView, ProviderVitalsView } from './provider-instance.view.js';
import { listProviderInstances, providerInstanceById } from './read-provider-instances.js';
import { providerVitals } from './read-vitals.js';

@ApiTags('provider instances')
@Controller('api/v1/provider-instances')
@Requires('providers.read')
export class ProviderInstancesController {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(WEB_CONFIG) private readonly config: WebConfig,
  ) {}

  @Get()
  async list(@CurrentOperator() operator: Operator, @Query() query: ListQuery): Promise<ProviderInstancePage> {
    return listProviderInstances(this.unit.reads, operator.scope, query);
  }

  @Get(':id')
  async one(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<ProviderInstanceView> {
    return providerInstanceById(this.unit.reads, operator.scope, id);
  }

  /** As core last saw it. */
  @Get(':id/health')
  async health(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<ProviderVitalsView> {
    return providerVitals(this.unit.reads, operator.scope, id, this.config.engine);
  }
}
