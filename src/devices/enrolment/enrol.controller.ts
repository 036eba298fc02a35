import { Body, Controller, HttpCode, Inject, Ip, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { EnrolResponse } from '../../../contracts/agent-protocol.js';
import { OpenToAnyone } from '../../accounts/index.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { EnrolDevice } from './enrol-device.js';
import { readEnrolRequest } from './enrol-request.js';
import { FailedTries } from './failed-tries.js';

/** Where devices knock. Not part of the HTTP API: it speaks the agent protocol. */
@ApiExcludeController()
@Controller('agent/v1')
export class EnrolController {
  private readonly tries = new FailedTries();
  private readonly gatewayUrl: string;

  constructor(
    private readonly enrolling: EnrolDevice,
    @Inject(WEB_CONFIG) config: WebConfig,
  ) {
    this.gatewayUrl = gatewayUrlOf(config.publicUrl);
  }

  @Post('enrol')
  @HttpCode(200)
  @OpenToAnyone()
  async enrol(@Body() body: unknown, @Ip() address: string): Promise<EnrolResponse> {
    const request = readEnrolRequest(body);
    return this.tries.attempt(address, isRefusedToken, () => this.enrolling.run(request, this.gatewayUrl));
  }
}

/** `ws:` or `wss:` URL of the gateway, beside the console. */
export function gatewayUrlOf(publicUrl: string): string {
  const url = new URL('/agent/v1/connect', publicUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.toString();
}

function isRefusedToken(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'API-ENROL-01';
}
