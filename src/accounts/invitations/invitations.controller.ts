import { Body, Controller, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { ShownOnce } from '../../platform/http/index.js';
import type { Operator } from '../roles/operator.js';
import { CurrentOperator, OpenToAnyone, Requires } from '../sessions/access.js';
import { originOf } from '../sessions/operator-sessions.js';
import { giveSessionCookie } from '../sessions/session-cookie.js';
import { LoginView } from '../sessions/session.view.js';
import { StepUp } from '../step-up/step-up.js';
import { AcceptInvitationBody } from './accept-invitation.body.js';
import { InvitationView } from './invitation.view.js';
import { Invitations } from './invitations.js';

@Controller('api/v1')
export class InvitationsController {
  private readonly overTls: boolean;

  constructor(
    private readonly invitations: Invitations,
    @Inject(WEB_CONFIG) config: WebConfig,
  ) {
    this.overTls = config.publicUrl.startsWith('https:');
  }

  /** A link by which this user chooses a password; earlier links are void. */
  @Post('users/:id/invitation')
  @ApiTags('users')
  @ShownOnce()
  @Requires('users.manage')
  @StepUp()
  async invite(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<InvitationView> {
    return this.invitations.invite(operator, id);
  }

  /** Chooses the password and signs in. */
  @Post('auth/invitation')
  @ApiTags('session')
  @HttpCode(200)
  @OpenToAnyone()
  async accept(@Body() { token, password }: AcceptInvitationBody, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<LoginView> {
    const opened = await this.invitations.accept(token, password, originOf(request), request.id);
    giveSessionCookie(reply, opened.token, this.overTls);
    return opened.state;
  }
}
