import {
  Body,
  type CanActivate,
  Controller,
  Get,
  HttpCode,
  Inject,
  Injectable,
  Post,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { OpenToAnyone } from '../sessions/access.js';
import { originOf } from '../sessions/operator-sessions.js';
import { giveSessionCookie } from '../sessions/session-cookie.js';
import { LoginView } from '../sessions/session.view.js';
import { ClaimInstallation } from './claim-installation.js';
import { SetupBody } from './setup.body.js';
import { SetupView } from './setup.view.js';

/** Once there is an operator, there is no set-up: not even its refusals are those of a route that exists. */
@Injectable()
export class WhileNobodyIsHere implements CanActivate {
  constructor(private readonly claim: ClaimInstallation) {}

  async canActivate(): Promise<boolean> {
    if (!(await this.claim.isOpen())) throw notFound('address');
    return true;
  }
}

@ApiTags('setup')
@Controller('api/v1/setup')
@UseGuards(WhileNobodyIsHere)
export class SetupController {
  private readonly overTls: boolean;

  constructor(
    private readonly claim: ClaimInstallation,
    @Inject(WEB_CONFIG) config: WebConfig,
  ) {
    this.overTls = config.publicUrl.startsWith('https:');
  }

  /** Answers only while set-up is needed. */
  @Get()
  @OpenToAnyone()
  needed(): SetupView {
    return { needed: true };
  }

  /** Makes the Primary Super Admin and signs him in. */
  @Post()
  @HttpCode(201)
  @OpenToAnyone()
  async setUp(
    @Body() body: SetupBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoginView> {
    const { token } = await this.claim.run(body, originOf(request), request.id);
    giveSessionCookie(reply, token, this.overTls);
    return { state: 'complete' };
  }
}
