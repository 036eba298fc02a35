import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ListQuery } from '../../platform/http/index.js';
import { SelectionBody } from '../bulk-jobs/bulk-job.body.js';
import { DeviceFilter, DeviceQuery } from './device.query.js';
import { DeviceDetailView, DevicePage } from './device.view.js';
import { EffectivePolicyView } from './effective-policy.view.js';
import { exportDevices } from './export-devices.js';
import { FacetsView } from './facets.view.js';
import { GiveUpRemovalBody } from './give-up-removal.body.js';
import { GiveUpRemoval } from './give-up-removal.js';
import { deviceById, listDevices, siteOfDevice } from './read-devices.js';
import { readFacets } from './read-facets.js';
import { effectivePolicyOfDevice } from './read-effective-policy.js';
import { timelineOfDevice } from './read-timeline.js';
import { RetryDeployment } from './retry-deployment.js';
import { SupportDetails } from '../support-details/support-details.js';
import { SupportDetailsView } from '../support-details/support-details.view.js';
import { TimelinePage } from './timeline.view.js';

/** Devices with everything that is known about them. */
@ApiTags('devices')
@Controller('api/v1/devices')
@Requires('devices.read')
export class ConsoleDevicesController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly retrying: RetryDeployment,
    private readonly givingUp: GiveUpRemoval,
    private readonly support: SupportDetails,
  ) {}

  @Get()
  async list(@CurrentOperator() operator: Operator, @Query() query: DeviceQuery): Promise<DevicePage> {
    return listDevices(this.unit.reads, operator, query);
  }

  /** How many of these devices each quick filter would leave. */
  @Get('facets')
  async facets(@CurrentOperator() operator: Operator, @Query() query: DeviceFilter): Promise<FacetsView> {
    return readFacets(this.unit.reads, operator.scope, query);
  }

  /** The selected devices as a table for a spreadsheet. */
  @Post('export')
  @HttpCode(200)
  @ApiProduces('text/csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="devices.csv"')
  async export(@CurrentOperator() operator: Operator, @Body() selection: SelectionBody): Promise<string> {
    return exportDevices(this.unit, operator, selection);
  }

  @Get(':id')
  async one(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<DeviceDetailView> {
    return deviceById(this.unit.reads, operator, id);
  }

  /** What holds for the device, each value with its provenance. */
  @Get(':id/effective-policy')
  async effectivePolicy(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<EffectivePolicyView> {
    return effectivePolicyOfDevice(this.unit.reads, operator.scope, id);
  }

  /** What happened to the device, the latest first. */
  @Get(':id/timeline')
  async timeline(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Query() query: ListQuery,
  ): Promise<TimelinePage> {
    await siteOfDevice(this.unit.reads, operator.scope, id);
    return timelineOfDevice(this.unit.reads, operator, id, query);
  }

  /** Tries again at once what has failed. */
  @Post(':id/retry')
  @HttpCode(200)
  @Requires('devices.repair')
  async retry(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<DeviceDetailView> {
    return this.retrying.run(operator, id);
  }

  /** Everything that goes into a support ticket, redacted; a connected endpoint agent is asked for what it knows. */
  @Post(':id/support-details')
  @HttpCode(200)
  async supportDetails(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<SupportDetailsView> {
    return this.support.of(operator, id);
  }

  /** Waits no longer for a device that will not come back, deleted or not, to prove that its remote agent is gone. */
  @Post(':id/give-up-removal')
  @HttpCode(204)
  @Requires('devices.change')
  async giveUp(@CurrentOperator() operator: Operator, @Param('id') id: string, @Body() body: GiveUpRemovalBody): Promise<void> {
    await this.givingUp.run(operator, id, body.reason);
  }
}
