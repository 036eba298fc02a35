import { Controller, Headers, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { catalogueEntry } from '../../../contracts/error-catalogue.js';
import { CurrentOperator, type Operator, originOf, SignedIn } from '../../accounts/index.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { problemFrom } from '../../platform/http/problem.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { WakeUps } from '../../platform/wake-ups/wake-ups.js';
import { enterPage, type LaunchPage, leavePage, refusedPage } from './launch-pages.js';
import { redeemLaunch } from './redeem-launch.js';

/** Where a browser redeems its ticket and is sent on, to the engine's own origin or to the server that somebody else runs. */
@ApiExcludeController()
@Controller('launch')
export class RedeemController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly wakeUps: WakeUps,
    @Inject(WEB_CONFIG) private readonly config: WebConfig,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  @Post(':ticket')
  @HttpCode(200)
  @SignedIn()
  async redeem(
    @CurrentOperator() operator: Operator,
    @Param('ticket') ticket: string,
    @Headers('sec-fetch-site') from: string | undefined,
    @Headers('accept') accept: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const nonce = this.ids.secret(18).toString('base64url');
    try {
      if (from !== undefined && from !== 'same-origin') throw new DomainError('API-CSRF-01', 'The request comes from another site.');
      const { engine } = this.config;
      const { entry, awayTo } = await redeemLaunch(this.unit, this.wakeUps, operator, originOf(reply.request), ticket, engine !== null);
      if (awayTo !== null) this.send(reply, 200, leavePage(awayTo, nonce));
      else this.send(reply, 200, enterPage(engine!.pageUrl, entry, nonce));
    } catch (error) {
      if (!(error instanceof DomainError) || !accept?.includes('text/html')) throw error;
      const title = catalogueEntry(error.code)?.title ?? 'This session cannot be opened';
      this.send(reply, problemFrom(error, reply.request.id).status, refusedPage({ code: error.code, title, detail: error.detail }, nonce));
    }
  }

  private send(reply: FastifyReply, status: number, { html, contentSecurityPolicy }: LaunchPage): void {
    void reply
      .status(status)
      .header('content-security-policy', contentSecurityPolicy)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(html);
  }
}
