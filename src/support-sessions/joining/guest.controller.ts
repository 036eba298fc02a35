import { Body, Controller, Get, Header, Headers, HttpCode, Inject, Ip, Param, Post, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Joined } from '../../../contracts/guest-protocol.js';
import { OpenToAnyone } from '../../accounts/index.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { DomainError, notFound } from '../../platform/errors/domain-error.js';
import { ownOrigins } from '../../platform/http/same-site.js';
import { GuestClients, type OfferedClient } from './guest-clients.js';
import { readJoinRequest, readReport } from './guest-requests.js';
import { JoinSession } from './join-session.js';
import { ReportSession } from './report-session.js';

/** Where guests knock. Not part of the HTTP API: it speaks the guest protocol. */
@ApiExcludeController()
@Controller('guest/v1')
export class GuestController {
  private readonly origins: ReadonlySet<string>;

  constructor(
    private readonly joining: JoinSession,
    private readonly reporting: ReportSession,
    private readonly clients: GuestClients,
    @Inject(WEB_CONFIG) config: WebConfig,
  ) {
    this.origins = ownOrigins(config.publicUrl);
  }

  @Post('join')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @OpenToAnyone()
  async join(@Body() body: unknown, @Ip() address: string, @Headers('origin') origin: string | undefined): Promise<Joined> {
    if (origin !== undefined && !this.origins.has(origin)) throw new DomainError('API-CSRF-01', 'The request comes from another site.');
    // A browser names its origin; the client is none.
    return this.joining.run(readJoinRequest(body), address, origin !== undefined);
  }

  /** "I did not ask for this." Answered alike, whatever is known of it. */
  @Post('report')
  @HttpCode(204)
  @OpenToAnyone()
  async report(@Body() body: unknown, @Ip() address: string): Promise<void> {
    await this.reporting.run(readReport(body), address);
  }

  @Get('clients')
  @Header('cache-control', 'no-store')
  @OpenToAnyone()
  async offered(): Promise<{ readonly items: readonly OfferedClient[] }> {
    return { items: await this.clients.offered() };
  }

  /** Without a file name: the page that links here gives it one, which carries the code. */
  @Get('clients/:platform')
  @OpenToAnyone()
  async download(@Param('platform') platform: string): Promise<StreamableFile> {
    const client = await this.clients.of(platform);
    if (!client) throw notFound('download');
    return new StreamableFile(this.clients.open(client), { type: 'application/octet-stream', disposition: 'attachment', length: client.sizeBytes });
  }
}
