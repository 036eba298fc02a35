import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Consequential, type ExpectedVersion, IfMatch, ListQuery } from '../../platform/http/index.js';
import { CreateDeviceGroup } from './create-device-group.js';
import { DeleteDeviceGroup } from './delete-device-group.js';
import { DeviceGroupBody, PreviewGroupBody } from './device-group.body.js';
import { DeviceGroupQuery } from './device-group.query.js';
import { DeviceGroupPage, DeviceGroupView, GroupDevicePage, GroupPreviewView } from './device-group.view.js';
import { deviceGroupById, listDeviceGroups } from './read-device-groups.js';
import { listGroupDevices, previewGroup } from './read-group-devices.js';
import { ReplaceDeviceGroup } from './replace-device-group.js';

/** Named filters over devices. Membership follows the devices: nobody saves it. */
@ApiTags('device groups')
@Controller('api/v1/device-groups')
export class DeviceGroupsController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly creating: CreateDeviceGroup,
    private readonly replacing: ReplaceDeviceGroup,
    private readonly deleting: DeleteDeviceGroup,
  ) {}

  @Get()
  @Requires('policies.read')
  async list(@CurrentOperator() operator: Operator, @Query() query: DeviceGroupQuery): Promise<DeviceGroupPage> {
    return listDeviceGroups(this.unit.reads, operator.scope, query);
  }

  @Post()
  @Requires('policies.change')
  @Consequential()
  async create(@CurrentOperator() operator: Operator, @Body() body: DeviceGroupBody): Promise<DeviceGroupView> {
    return this.creating.run(operator, body);
  }

  /** What a filter finds now; makes nothing. */
  @Post('preview')
  @HttpCode(200)
  @Requires('policies.read')
  async preview(@CurrentOperator() operator: Operator, @Body() body: PreviewGroupBody): Promise<GroupPreviewView> {
    return previewGroup(this.unit.reads, operator.scope, body);
  }

  @Get(':id')
  @Requires('policies.read')
  async one(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<DeviceGroupView> {
    return deviceGroupById(this.unit.reads, operator.scope, id);
  }

  @Put(':id')
  @Requires('policies.change')
  @Consequential()
  async replace(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @IfMatch('required') expected: ExpectedVersion,
    @Body() body: DeviceGroupBody,
  ): Promise<DeviceGroupView> {
    return this.replacing.run(operator, id, body, expected);
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('policies.change')
  @Consequential()
  async delete(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @IfMatch('optional') expected: ExpectedVersion,
  ): Promise<void> {
    await this.deleting.run(operator, id, expected);
  }

  /** Who belongs to the group now. */
  @Get(':id/devices')
  @Requires('policies.read')
  async devices(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Query() query: ListQuery,
  ): Promise<GroupDevicePage> {
    await deviceGroupById(this.unit.reads, operator.scope, id);
    return listGroupDevices(this.unit.reads, operator.scope, id, query);
  }
}
