import { Body, Controller, Delete, Get, HttpCode, Inject, Ip, Post, Put, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { type ExpectedVersion, IfMatch } from '../../platform/http/index.js';
import type { Operator } from '../roles/operator.js';
import { CurrentOperator, OpenToAnyone, Requires } from '../sessions/access.js';
import { originOf } from '../sessions/operator-sessions.js';
import { LoginBudget } from '../sessions/login-budget.js';
import { giveSessionCookie } from '../sessions/session-cookie.js';
import { StepUp } from '../step-up/step-up.js';
import { BackChannelLogoutBody } from './back-channel-logout.body.js';
import { BackChannelLogout } from './back-channel-logout.js';
import { ChangeIdentityProvider } from './change-identity-provider.js';
import { IdentityProviderBody } from './identity-provider.body.js';
import { IdentityProviderView } from './identity-provider.view.js';
import { SignOn } from './sign-on.js';

/** The browser carries the journey there and back; a callback without it was not begun here. */
const JOURNEY_COOKIE = 'latchkey_journey';
const CALLBACK = '/api/v1/auth/oidc';

@ApiTags('session')
@Controller('api/v1/auth/oidc')
export class SingleSignOnController {
  private readonly cookie: { readonly path: string; readonly httpOnly: true; readonly sameSite: 'lax'; readonly secure: boolean; readonly maxAge: number };

  constructor(
    private readonly signOn: SignOn,
    private readonly logouts: BackChannelLogout,
    private readonly budget: LoginBudget,
    @Inject(WEB_CONFIG) { publicUrl }: WebConfig,
  ) {
    this.cookie = { path: CALLBACK, httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:'), maxAge: 300 };
  }

  /** Sends the browser to the identity provider. */
  @Get('start')
  @ApiExcludeEndpoint()
  @OpenToAnyone()
  async start(@Res() reply: FastifyReply): Promise<void> {
    const begun = await this.signOn.begin();
    if (typeof begun === 'string') return refuse(reply, begun);
    void reply.setCookie(JOURNEY_COOKIE, begun.journeyId, this.cookie).redirect(begun.to.href, 303);
  }

  /** Where the identity provider sends people back to. */
  @Get('callback')
  @ApiExcludeEndpoint()
  @OpenToAnyone()
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const [, query = ''] = request.url.split('?');
    const arrived = await this.signOn.finish(request.cookies[JOURNEY_COOKIE], query, originOf(request), request.id);
    void reply.clearCookie(JOURNEY_COOKIE, { path: CALLBACK });
    if (typeof arrived === 'string') return refuse(reply, arrived);
    giveSessionCookie(reply, arrived.token, this.cookie.secure);
    void reply.redirect('/', 303);
  }

  /** Where the identity provider itself, not a browser, tells that somebody has signed out there. */
  @Post('back-channel-logout')
  @HttpCode(200)
  @ApiExcludeEndpoint()
  @OpenToAnyone()
  async backChannelLogout(@Body() { logout_token: token }: BackChannelLogoutBody, @Ip() ip: string): Promise<void> {
    const admitted = await this.budget.admit(null, ip);
    if (await this.logouts.take(token)) return;
    await admitted.fail();
    throw new DomainError('API-INPUT-01', 'This is no logout token of the identity provider, or it was used already.');
  }
}

function refuse(reply: FastifyReply, why: string): void {
  void reply.redirect(`/sign-in?refused=${why}`, 303);
}

@ApiTags('security')
@Controller('api/v1/identity-provider')
@Requires('security.manage')
export class IdentityProviderController {
  constructor(private readonly changing: ChangeIdentityProvider) {}

  @Get()
  async read(): Promise<IdentityProviderView> {
    return this.changing.read();
  }

  @Put()
  @StepUp()
  async change(@CurrentOperator() operator: Operator, @IfMatch('optional') expected: ExpectedVersion, @Body() body: IdentityProviderBody): Promise<IdentityProviderView> {
    return this.changing.change(operator, body, expected);
  }

  @Delete()
  @HttpCode(204)
  @StepUp()
  async remove(@CurrentOperator() operator: Operator, @IfMatch('optional') expected: ExpectedVersion): Promise<void> {
    await this.changing.remove(operator, expected);
  }
}
