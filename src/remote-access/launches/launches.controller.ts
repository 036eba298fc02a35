import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { actorOf, coversSite, CurrentOperator, originOf, type Operator, Requires, StepUps } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError, notFound } from '../../platform/errors/domain-error.js';
import { isUuid } from '../../platform/ids.js';
import type { LaunchMode } from '../provider.js';
import { endLaunch } from './end-launch.js';
import { LaunchDeviceBody } from './launch-device.body.js';
import { launchability } from './launchability.js';
import { LaunchabilityView, LaunchTicketView } from './launch.view.js';
import { loadLaunchTargets } from './load-launch-facts.js';
import { mayEndOthers } from './may-end-others.js';
import { requestLaunch } from './request-launch.js';

/** Asking to open a device, and ending what was opened. */
@ApiTags('launches')
@Controller('api/v1')
export class LaunchesController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly stepUps: StepUps,
  ) {}

  @Get('devices/:id/launchability')
  @Requires('devices.read')
  async launchability(@CurrentOperator() operator: Operator, @Param('id') id: string, @Query('mode') mode?: string): Promise<LaunchabilityView> {
    const target = isUuid(id) ? (await loadLaunchTargets(this.unit.reads, operator, [id], { mode: modeOf(mode) })).get(id) : undefined;
    if (!target?.facts.operator.inScope) throw notFound('device');
    return launchability(target.facts);
  }

  /** Open to whoever reads devices: the gate itself says which part refuses. */
  @Post('devices/:id/launch')
  @HttpCode(201)
  @Requires('devices.read')
  async launch(@CurrentOperator() operator: Operator, @Param('id') id: string, @Body() body: LaunchDeviceBody, @Req() request: FastifyRequest): Promise<LaunchTicketView> {
    if (!isUuid(id)) throw notFound('device');
    const wished = { deviceId: id, mode: body.mode, reason: body.reason ?? null };
    const ticket = await requestLaunch(this.unit, operator, originOf(request), wished, (tx) => this.stepUps.require(tx, operator));
    return { ...ticket, expiresAt: ticket.expiresAt.toISOString() };
  }

  /** One's own launches, or anybody's for those who change devices. */
  @Post('launches/:id/revoke')
  @HttpCode(204)
  @Requires('devices.launch', 'devices.change')
  async revoke(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<void> {
    if (!isUuid(id)) throw notFound('launch');
    await this.unit.run(async (tx) => {
      const [launch]: { operator_id: string; site_id: string; client_id: string }[] = await tx.query(
        `SELECT l.operator_id, d.site_id, s.client_id FROM launch l JOIN device d ON d.id = l.device_id JOIN site s ON s.id = d.site_id
          WHERE l.id = $1 FOR UPDATE OF l`,
        [id],
      );
      if (!launch || !coversSite(operator.scope, { siteId: launch.site_id, clientId: launch.client_id })) throw notFound('launch');
      if (launch.operator_id !== operator.id && !mayEndOthers(operator)) throw new DomainError('API-RIGHT-01', 'You may only end your own sessions.');
      await endLaunch(tx, id, 'revoked', actorOf(operator));
    });
  }
}

function modeOf(mode: string | undefined): LaunchMode | null {
  if (mode === undefined) return null;
  if (mode === 'desktop' || mode === 'terminal' || mode === 'files') return mode;
  throw new DomainError('API-INPUT-03', 'mode is desktop, terminal or files.');
}
