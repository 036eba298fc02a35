import { Controller, Get, Headers, Inject, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ByPeople, CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ownOrigins } from '../../platform/http/same-site.js';
import { ChangeStream } from './change-stream.js';
import { eventSource } from './event-source.js';

@ApiTags('events')
@Controller('api/v1/events')
export class EventsController {
  private readonly origins: ReadonlySet<string>;

  constructor(
    private readonly stream: ChangeStream,
    @Inject(WEB_CONFIG) config: WebConfig,
  ) {
    this.origins = ownOrigins(config.publicUrl);
  }

  /** Server-sent events about changes in the caller's scope; `resync` says that some were missed. */
  @Get()
  @ApiProduces('text/event-stream')
  @ByPeople()
  @Requires('devices.read')
  open(
    @CurrentOperator() operator: Operator,
    @Headers('origin') origin: string | undefined,
    @Headers('sec-fetch-site') from: string | undefined,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): void {
    if ((origin !== undefined && !this.origins.has(origin)) || (from !== undefined && from !== 'same-origin')) {
      throw new DomainError('API-CSRF-01', 'The request comes from another site.');
    }
    const { listener, onClosed } = eventSource(reply, { sessionId: operator.sessionId, operatorId: operator.id, scope: operator.scope });
    onClosed(this.stream.open(listener, lastEventId ?? null));
  }
}
