import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ByPeople, CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { isUuid } from '../../platform/ids.js';
import { AskToLaunchBody, DecideLaunchBody } from './ask-to-launch.body.js';
import { LaunchPermissionsView, LaunchPermissionView } from './launch-permission.view.js';
import { LaunchPermissions } from './launch-permissions.js';

/** Questions to others before a device is opened, and their answers. */
@ApiTags('launches')
@Controller('api/v1/launch-permissions')
@Requires('devices.launch')
@ByPeople()
export class LaunchPermissionsController {
  constructor(private readonly permissions: LaunchPermissions) {}

  @Get()
  async list(@CurrentOperator() operator: Operator): Promise<LaunchPermissionsView> {
    return { items: await this.permissions.list(operator) };
  }

  @Post()
  async ask(@CurrentOperator() operator: Operator, @Body() { deviceId, mode, reason }: AskToLaunchBody): Promise<LaunchPermissionView> {
    return this.permissions.ask(operator, deviceId, mode, reason?.trim() || null);
  }

  @Get(':id')
  async one(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<LaunchPermissionView> {
    if (!isUuid(id)) throw notFound('question');
    return this.permissions.one(operator, id);
  }

  @Post(':id')
  @HttpCode(200)
  async decide(@CurrentOperator() operator: Operator, @Param('id') id: string, @Body() { decision }: DecideLaunchBody): Promise<LaunchPermissionView> {
    if (!isUuid(id)) throw notFound('question');
    return this.permissions.decide(operator, id, decision);
  }
}
