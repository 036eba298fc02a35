import { Body, Controller, Headers, HttpCode, Ip, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { OpenToAnyone } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { addressPrefix, tooMany } from '../../platform/http/index.js';
import { takeHint } from './take-hint.js';

const LARGEST_HINT_BYTES = 64 * 1024;
const PER_ADDRESS_AND_MINUTE = 300;

/** Where servers that somebody else runs say that something has happened. */
@ApiExcludeController()
@Controller('provider-hints')
export class HintsController {
  private readonly addresses = new RateLimiterMemory({ points: PER_ADDRESS_AND_MINUTE, duration: 60 });

  constructor(private readonly unit: UnitOfWork) {}

  @Post(':secret')
  @HttpCode(204)
  @OpenToAnyone()
  async take(@Param('secret') secret: string, @Body() body: unknown, @Headers('content-length') length: string | undefined, @Ip() address: string): Promise<void> {
    await this.addresses.consume(addressPrefix(address)).catch((refusal: unknown) => {
      throw refusal instanceof RateLimiterRes ? tooMany(refusal.msBeforeNext) : refusal;
    });
    if (Number(length ?? 0) > LARGEST_HINT_BYTES) throw new DomainError('API-INPUT-05', `A hint has at most ${LARGEST_HINT_BYTES} bytes.`);
    await takeHint(this.unit, secret, body);
  }
}
