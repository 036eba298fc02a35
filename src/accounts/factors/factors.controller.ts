import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ShownOnce } from '../../platform/http/index.js';
import type { Operator } from '../roles/operator.js';
import { CurrentOperator, SignedIn, SigningIn } from '../sessions/access.js';
import { originOf } from '../sessions/operator-sessions.js';
import { giveSessionCookie } from '../sessions/session-cookie.js';
import { StepUp } from '../step-up/step-up.js';
import { type Enrolled, EnrolFactor } from './enrol-factor.js';
import { FactorRules } from './factor-rules.js';
import { EnrolOneTimeCodesBody, EnrolPasskeyBody } from './factor.body.js';
import { type Factor, factorsOf } from './factor.js';
import { EnrolledView, FactorsView, type FactorView, OneTimeSecretView, PasskeyOptionsView, RecoveryCodesView } from './factor.view.js';
import { recoveryCodesLeft } from './recovery-codes.js';
import { RemoveFactor } from './remove-factor.js';

/** The caller's own second factors; a login that waits for its first one may enrol it here. */
@ApiTags('session')
@Controller('api/v1/auth/factors')
export class FactorsController {
  private readonly overTls: boolean;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly rules: FactorRules,
    private readonly enrolling: EnrolFactor,
    private readonly removing: RemoveFactor,
    @Inject(WEB_CONFIG) config: WebConfig,
  ) {
    this.overTls = config.publicUrl.startsWith('https:');
  }

  @Get()
  @SigningIn()
  async list(@CurrentOperator() operator: Operator): Promise<FactorsView> {
    const { reads } = this.unit;
    return {
      items: operator.stage === 'factor' ? [] : (await factorsOf(reads, operator.id)).map(shown),
      recoveryCodesLeft: await recoveryCodesLeft(reads, operator.id),
      kinds: [...(await this.rules.kindsFor(operator.role))],
      mandatory: this.rules.areMandatory,
    };
  }

  @Post('passkey-options')
  @HttpCode(200)
  @SigningIn()
  async passkeyOptions(@CurrentOperator() operator: Operator): Promise<PasskeyOptionsView> {
    return { options: await this.enrolling.passkeyOptions(operator) };
  }

  @Post('passkey')
  @ShownOnce()
  @SigningIn()
  async passkey(@CurrentOperator() operator: Operator, @Body() { passkey, ...rest }: EnrolPasskeyBody, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<EnrolledView> {
    return this.enrolled(await this.enrolling.passkey(operator, passkey, { ...rest, origin: originOf(request) }), reply);
  }

  /** A new secret for an authenticator app; it counts once a code of it is shown. */
  @Post('totp-options')
  @HttpCode(200)
  @ShownOnce()
  @SigningIn()
  async oneTimeSecret(@CurrentOperator() operator: Operator): Promise<OneTimeSecretView> {
    return this.enrolling.oneTimeSecret(operator);
  }

  @Post('totp')
  @ShownOnce()
  @SigningIn()
  async oneTimeCodes(@CurrentOperator() operator: Operator, @Body() { otp, ...rest }: EnrolOneTimeCodesBody, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<EnrolledView> {
    return this.enrolled(await this.enrolling.oneTimeCodes(operator, otp, { ...rest, origin: originOf(request) }), reply);
  }

  /** Ten new recovery codes; the old ones are void. */
  @Post('recovery-codes')
  @HttpCode(200)
  @ShownOnce()
  @SignedIn()
  @StepUp()
  async recoveryCodes(@CurrentOperator() operator: Operator): Promise<RecoveryCodesView> {
    return { recoveryCodes: await this.removing.renewCodes(operator) };
  }

  @Delete(':id')
  @HttpCode(204)
  @SignedIn()
  @StepUp()
  async remove(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<void> {
    await this.removing.own(operator, id);
  }

  private enrolled({ factor, recoveryCodes, token }: Enrolled, reply: FastifyReply): EnrolledView {
    if (token !== null) giveSessionCookie(reply, token, this.overTls);
    return { factor: shown(factor), recoveryCodes: recoveryCodes && [...recoveryCodes], state: 'complete' };
  }
}

function shown({ id, kind, name, createdAt, lastUsedAt, deviceBound }: Factor): FactorView {
  return { id, kind, name, createdAt, lastUsedAt, deviceBound };
}
