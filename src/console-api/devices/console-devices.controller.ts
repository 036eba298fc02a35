import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ListQuery } from '../../platform/http/index.js';
import { DeviceQuery } from './device.query.js';
import { DeviceDetailView, DevicePage } from './device.view.js';
import { EffectivePolicyView } from './effective-policy.view.js';
import { GiveUpRemovalBody } from './give-up-removal.body.js';
import { GiveUpRemoval } from './give-up-removal.js';
import { deviceById, listDevices, siteOfDevice } from './read-devices.js';
import { effectivePolicyOfDevice } from './read-effective-policy.js';
import { timelineOfDevice } from './read-timeline.js';
import { RetryDeployment } from './retry-deployment.js';
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
  ) {}

  @Get()
  async list(@CurrentOperator() operator: Operator, @Query() query: DeviceQuery): Promise<DevicePage> {
    return listDevices(this.unit.reads, operator, query);
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

  /** Waits no longer for a device that will not come back, deleted or not, to prove that its remote agent is gone. */
  @Post(':id/give-up-removal')
  @HttpCode(204)
  @Requires('devices.change')
  async giveUp(@CurrentOperator() operator: Operator, @Param('id') id: string, @Body() body: GiveUpRemovalBody): Promise<void> {
    await this.givingUp.run(operator, id, body.reason);
  }
}
