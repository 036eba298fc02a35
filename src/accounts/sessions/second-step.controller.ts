import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { Challenges } from '../factors/challenges.js';
import { FactorRules } from '../factors/factor-rules.js';
import { factorsOf } from '../factors/factor.js';
import { PasskeyLoginOptionsView, PasskeyOptionsView } from '../factors/factor.view.js';
import { Passkeys } from '../factors/passkeys.js';
import { PasskeyLoginBody, ProofBody } from '../factors/proof.body.js';
import type { Operator } from '../roles/operator.js';
import { identityProviderName } from '../single-sign-on/identity-provider.js';
import { CurrentOperator, OpenToAnyone, SigningIn } from './access.js';
import { type LoggedIn, LogIn, PASSKEY_LOGIN, SECOND_STEP } from './log-in.js';
import { LoginStages, loginState } from './login-stages.js';
import { OperatorSessions, originOf } from './operator-sessions.js';
import { giveSessionCookie, readSessionToken } from './session-cookie.js';
import { LoginView, LoginWaysView } from './session.view.js';

/** What follows the password, and what can stand in its place. */
@ApiTags('session')
@Controller('api/v1/auth')
export class SecondStepController {
  private readonly overTls: boolean;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly logIn: LogIn,
    private readonly stages: LoginStages,
    private readonly sessions: OperatorSessions,
    private readonly rules: FactorRules,
    private readonly passkeys: Passkeys,
    private readonly challenges: Challenges,
    @Inject(WEB_CONFIG) config: WebConfig,
  ) {
    this.overTls = config.publicUrl.startsWith('https:');
  }

  /** How one can sign in here, and how far the login of this browser has come. */
  @Get('login')
  @OpenToAnyone()
  async ways(@Req() request: FastifyRequest): Promise<LoginWaysView> {
    const token = readSessionToken(request, this.overTls);
    const operator = token === null ? null : await this.sessions.operatorOf(token);
    const waiting = operator && operator.stage !== 'complete' ? await this.stages.after(this.unit.reads, operator, operator.provenBy) : null;
    return {
      ...(waiting ? loginState(waiting) : { state: 'complete' }),
      passkeys: this.rules.relyingParty !== null,
      singleSignOn: await identityProviderName(this.unit.reads),
    };
  }

  @Post('login/passkey-options')
  @HttpCode(200)
  @SigningIn()
  async options(@CurrentOperator() operator: Operator): Promise<PasskeyOptionsView> {
    const options = await this.passkeys.requestOptions(await factorsOf(this.unit.reads, operator.id));
    await this.challenges.keep(operator.sessionId, SECOND_STEP, options.challenge);
    return { options };
  }

  /** Shows the second factor, or a recovery code in its place. */
  @Post('login/factor')
  @HttpCode(200)
  @SigningIn()
  async factor(@CurrentOperator() operator: Operator, @Body() body: ProofBody, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<LoginView> {
    refuseSeveral(body);
    return this.opened(await this.logIn.bySecondFactor(operator, body, originOf(request)), reply);
  }

  @Post('passkey-options')
  @HttpCode(200)
  @OpenToAnyone()
  async passkeyOptions(): Promise<PasskeyLoginOptionsView> {
    const options = await this.passkeys.requestOptions();
    return { options, challengeId: await this.challenges.keep(null, PASSKEY_LOGIN, options.challenge) };
  }

  /** Signs in by a passkey alone. */
  @Post('passkey')
  @HttpCode(200)
  @OpenToAnyone()
  async passkey(@Body() body: PasskeyLoginBody, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<LoginView> {
    return this.opened(await this.logIn.byPasskey(body.challengeId, body.passkey, originOf(request), request.id), reply);
  }

  private opened({ token, state }: LoggedIn, reply: FastifyReply): LoginView {
    giveSessionCookie(reply, token, this.overTls);
    return state;
  }
}

function refuseSeveral({ passkey, otp, recoveryCode }: ProofBody): void {
  if ([passkey, otp, recoveryCode].filter((each) => each !== undefined).length !== 1) throw new DomainError('API-INPUT-01', 'Show exactly one of passkey, otp and recoveryCode.');
}
