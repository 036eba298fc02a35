import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ListQuery } from '../../platform/http/index.js';
import { listOrphans } from './read-orphans.js';
import { listUnknownAgents } from './read-unknown-agents.js';
import { SettleStrangers } from './settle-strangers.js';
import { AdoptOrphanBody, OrphanBody, OrphanPage, SettleUnknownRemoteAgentBody, UnknownRemoteAgentPage, UnknownRemoteAgentQuery } from './stranger.view.js';

/** Remote agents that nobody deployed: on devices, and as records at providers. */
@ApiTags('devices')
@Controller('api/v1')
@Requires('devices.read')
export class StrangersController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly settling: SettleStrangers,
  ) {}

  /** Remote agents on devices that Latchkey did not put there. */
  @Get('unknown-remote-agents')
  async unknown(@CurrentOperator() operator: Operator, @Query() query: UnknownRemoteAgentQuery): Promise<UnknownRemoteAgentPage> {
    return listUnknownAgents(this.unit.reads, operator.scope, query);
  }

  /** Says that one may stay, and why. */
  @Post('unknown-remote-agents/:id/approve')
  @HttpCode(204)
  @Requires('devices.repair')
  async approve(@CurrentOperator() operator: Operator, @Param('id', ParseUUIDPipe) id: string, @Body() body: SettleUnknownRemoteAgentBody): Promise<void> {
    await this.settling.approve(operator, id, body.reason);
  }

  /** Has the device remove one, as soon as it is connected; asked again it is tried again. */
  @Post('unknown-remote-agents/:id/remove')
  @HttpCode(202)
  @Requires('devices.repair')
  async removeUnknown(@CurrentOperator() operator: Operator, @Param('id', ParseUUIDPipe) id: string, @Body() body: SettleUnknownRemoteAgentBody): Promise<void> {
    await this.settling.removeFromDevice(operator, id, body.reason);
  }

  /** Records at providers that belong to no device. */
  @Get('orphans')
  async orphans(@CurrentOperator() operator: Operator, @Query() query: ListQuery): Promise<OrphanPage> {
    return listOrphans(this.unit.reads, operator.scope, query);
  }

  /** Says whose record it is; the device's next proof decides. */
  @Post('orphans/adopt')
  @HttpCode(202)
  @Requires('devices.repair')
  async adopt(@CurrentOperator() operator: Operator, @Body() body: AdoptOrphanBody): Promise<void> {
    await this.settling.adopt(operator, body);
  }

  /** Removes the record at the provider. */
  @Post('orphans/remove')
  @HttpCode(202)
  @Requires('devices.repair')
  async remove(@CurrentOperator() operator: Operator, @Body() body: OrphanBody): Promise<void> {
    await this.settling.remove(operator, body);
  }
}
