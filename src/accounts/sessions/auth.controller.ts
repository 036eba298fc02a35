import { Body, Controller, Get, HttpCode, Inject, Ip, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { recordAudit } from '../../audit/index.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { StandingWarnings } from '../../platform/http/index.js';
import { FactorRules } from '../factors/factor-rules.js';
import { factorsOf } from '../factors/factor.js';
import { actorOf, holds, type Operator } from '../roles/operator.js';
import { rightsOf } from '../roles/rights.js';
import { CurrentOperator, OpenToAnyone, SignedIn, SigningIn } from './access.js';
import { ChangePasswordBody } from './change-password.body.js';
import { ChangePassword } from './change-password.js';
import { LogIn } from './log-in.js';
import { LoginBody } from './login.body.js';
import { OperatorSessions, originOf } from './operator-sessions.js';
import { giveSessionCookie, takeSessionCookie } from './session-cookie.js';
import { LoginView, MeView } from './session.view.js';

@ApiTags('session')
@Controller('api/v1/auth')
export class AuthController {
  private readonly overTls: boolean;

  constructor(
    private readonly logIn: LogIn,
    private readonly changes: ChangePassword,
    private readonly sessions: OperatorSessions,
    private readonly unit: UnitOfWork,
    private readonly warnings: StandingWarnings,
    private readonly rules: FactorRules,
    @Inject(WEB_CONFIG) config: WebConfig,
  ) {
    this.overTls = config.publicUrl.startsWith('https:');
  }

  /** Signs in by password and gives the session cookie. */
  @Post('login')
  @HttpCode(200)
  @OpenToAnyone()
  async login(
    @Body() body: LoginBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoginView> {
    const { token, state } = await this.logIn.byPassword(body.email, body.password, body.otp, originOf(request), request.id);
    giveSessionCookie(reply, token, this.overTls);
    return state;
  }

  /** Ends the session of the caller. */
  @Post('logout')
  @HttpCode(204)
  @SigningIn()
  async logout(@CurrentOperator() operator: Operator, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.unit.run(async (tx) => {
      await this.sessions.end(tx, operator.sessionId);
      await recordAudit(tx, actorOf(operator), {
        action: 'session.end',
        subject: { kind: 'session', id: operator.sessionId, name: operator.name },
      });
    });
    takeSessionCookie(reply, this.overTls);
  }

  /** Changes the caller's password; his other sessions end. */
  @Post('password')
  @HttpCode(204)
  @SignedIn()
  async changePassword(
    @CurrentOperator() operator: Operator,
    @Body() body: ChangePasswordBody,
    @Ip() ip: string,
  ): Promise<void> {
    await this.changes.run(operator, body.currentPassword, body.newPassword, ip);
  }

  /** Who the caller is, what he may do and what he has to know. */
  @Get('me')
  @SignedIn()
  async me(@CurrentOperator() operator: Operator): Promise<MeView> {
    const [installation]: { name: string; defaultTimeZone: string }[] = await this.unit.reads.query(
      'SELECT name, default_time_zone AS "defaultTimeZone" FROM installation',
    );
    const { id, email, name, role, allowRemoteControl, scope } = operator;
    return {
      id,
      email,
      name,
      role,
      allowRemoteControl,
      scope: { all: scope.all, clientIds: [...scope.clientIds], siteIds: [...scope.siteIds] },
      rights: [...rightsOf(role)].filter((right) => holds(operator, right)),
      secondFactor: { enrolled: (await factorsOf(this.unit.reads, id)).length > 0, mandatory: this.rules.areMandatory },
      installation: installation ?? { name: 'Latchkey', defaultTimeZone: 'UTC' },
      warnings: await this.warnings.all(),
    };
  }
}
