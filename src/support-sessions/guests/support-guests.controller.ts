import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ByPeople, CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { eventStream } from '../../platform/http/event-stream.js';
import { ownOrigins } from '../../platform/http/same-site.js';
import { supportSessionInDetail } from '../sessions/read-sessions.js';
import { AdmitGuestBody, OfferEnrolmentBody, SignalBody } from '../sessions/support-session.body.js';
import { SupportSessionDetailView } from '../sessions/support-session.view.js';
import { SignalStreams } from '../signals/signal-streams.js';
import { admitGuest, endGuestAsHost, offerEnrolment } from './act-on-guests.js';

/** The guests of a session, as its host acts on them. */
@ApiTags('support sessions')
@Controller('api/v1/support-sessions/:id')
@Requires('support-sessions.host')
@ByPeople()
export class SupportGuestsController {
  private readonly origins: ReadonlySet<string>;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly signals: SignalStreams,
    @Inject(WEB_CONFIG) config: WebConfig,
  ) {
    this.origins = ownOrigins(config.publicUrl);
  }

  /** Lets a guest in who waits, and asks him what he allows; asked again, he is asked again. */
  @Post('guests/:guestId/admit')
  @HttpCode(200)
  async admit(@CurrentOperator() operator: Operator, @Param('id') id: string, @Param('guestId') guestId: string, @Body() { wants }: AdmitGuestBody): Promise<SupportSessionDetailView> {
    return this.done(operator, id, (tx) => admitGuest(tx, operator, id, guestId, wants));
  }

  /** Sends one guest away. */
  @Post('guests/:guestId/end')
  @HttpCode(200)
  async end(@CurrentOperator() operator: Operator, @Param('id') id: string, @Param('guestId') guestId: string): Promise<SupportSessionDetailView> {
    return this.done(operator, id, (tx) => endGuestAsHost(tx, operator, id, guestId));
  }

  /** Asks a guest whether his device may be managed from now on; when he says yes he is sent the command that enrols it, good once. */
  @Post('guests/:guestId/offer-enrolment')
  @HttpCode(200)
  @Requires('sites.change')
  async offer(@CurrentOperator() operator: Operator, @Param('id') id: string, @Param('guestId') guestId: string, @Body() { siteId }: OfferEnrolmentBody): Promise<SupportSessionDetailView> {
    return this.done(operator, id, (tx) => offerEnrolment(tx, operator, id, guestId, siteId));
  }

  /** Server-sent events: `viewer {viewer, iceServers}` first, then each `signal {guestId, signal}` of a guest's browser. */
  @Get('signals')
  @ApiProduces('text/event-stream')
  async follow(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Headers('origin') origin: string | undefined,
    @Headers('sec-fetch-site') from: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if ((origin !== undefined && !this.origins.has(origin)) || (from !== undefined && from !== 'same-origin')) {
      throw new DomainError('API-CSRF-01', 'The request comes from another site.');
    }
    const viewer = await this.signals.begin(operator, id);
    this.signals.follow(operator, viewer, eventStream(reply));
  }

  /** What the host's browser has to say to that of a guest. */
  @Post('guests/:guestId/signals')
  @HttpCode(204)
  async signal(@CurrentOperator() operator: Operator, @Param('id') id: string, @Param('guestId') guestId: string, @Body() body: SignalBody): Promise<void> {
    await this.signals.signal(operator, id, guestId, body);
  }

  private async done(operator: Operator, id: string, work: (tx: Tx) => Promise<void>): Promise<SupportSessionDetailView> {
    await this.unit.run(work);
    return supportSessionInDetail(this.unit.reads, operator, id);
  }
}
