import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires, StepUp } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ExpectedVersion, IfMatch, ListQuery, ShownOnce } from '../../platform/http/index.js';
import { AdministrationLaunchView } from './administration.view.js';
import { LaunchAdministration } from './launch-administration.js';
import { ProviderEventPage } from './provider-event.view.js';
import { ProviderVitalsView } from './provider-instance.view.js';
import { ProviderNodePage, ProviderNodeQuery } from './provider-node.view.js';
import { ChangeProviderSettings, readProviderSettings } from './provider-settings.js';
import { ChangeProviderSettingsBody } from './provider-settings.body.js';
import { ProviderSettingsView } from './provider-settings.view.js';
import { ProviderSharePage } from './provider-share.view.js';
import { listNodes } from './read-nodes.js';
import { listProviderEvents } from './read-provider-events.js';
import { providerInstanceById } from './read-provider-instances.js';
import { listShares } from './read-shares.js';
import { TestInstance } from './test-instance.js';

/** What stands in for the native administration of a provider: its records, what is open there, what it is told. */
@ApiTags('provider instances')
@Controller('api/v1/provider-instances/:id')
export class ProviderAdministrationController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly settings: ChangeProviderSettings,
    private readonly administration: LaunchAdministration,
    private readonly testing: TestInstance,
  ) {}

  @Get('nodes')
  @Requires('provider-administration.launch')
  async nodes(@CurrentOperator() operator: Operator, @Param('id') id: string, @Query() query: ProviderNodeQuery): Promise<ProviderNodePage> {
    await providerInstanceById(this.unit.reads, operator.scope, id);
    return listNodes(this.unit.reads, operator.scope, id, query);
  }

  @Get('shares')
  @Requires('provider-administration.launch')
  async shares(@CurrentOperator() operator: Operator, @Param('id') id: string, @Query() query: ListQuery): Promise<ProviderSharePage> {
    await providerInstanceById(this.unit.reads, operator.scope, id);
    return listShares(this.unit.reads, operator.scope, id, query);
  }

  @Get('events')
  @Requires('provider-administration.launch')
  async events(@CurrentOperator() operator: Operator, @Param('id') id: string, @Query() query: ListQuery): Promise<ProviderEventPage> {
    await providerInstanceById(this.unit.reads, operator.scope, id);
    return listProviderEvents(this.unit.reads, id, query);
  }

  @Get('settings')
  @Requires('providers.read')
  async read(@Param('id') id: string): Promise<ProviderSettingsView> {
    return readProviderSettings(this.unit.reads, id);
  }

  @Patch('settings')
  @StepUp()
  @Requires('providers.manage')
  async change(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Body() body: ChangeProviderSettingsBody,
    @IfMatch('required') expected: ExpectedVersion,
  ): Promise<ProviderSettingsView> {
    return this.settings.run(operator, id, body, expected);
  }

  /** Asks the instance how it is, now. */
  @Post('test')
  @HttpCode(200)
  @Requires('providers.manage')
  async test(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<ProviderVitalsView> {
    return this.testing.run(operator, id);
  }

  /** For the embedded engine the address of our own page: its native administration is not to be reached. */
  @Post('administration-launch')
  @HttpCode(200)
  @StepUp()
  @ShownOnce()
  @Requires('provider-administration.launch')
  async launch(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<AdministrationLaunchView> {
    return this.administration.run(operator, id);
  }
}
