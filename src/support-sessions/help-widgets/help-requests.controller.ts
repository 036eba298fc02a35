import { Body, Controller, Headers, HttpCode, Ip, Options, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OpenToAnyone } from '../../accounts/index.js';
import { AskForHelp } from './ask-for-help.js';
import { HelpRequestBody } from './help-request.body.js';

/** Asking for help from a page that a help widget is on. A browser that asks from anywhere else is not let read the answer, and gets none. */
@ApiExcludeController()
@Controller('guest/v1/help-requests')
export class HelpRequestsController {
  constructor(private readonly asking: AskForHelp) {}

  @Post()
  @HttpCode(201)
  @OpenToAnyone()
  async ask(@Body() body: HelpRequestBody, @Headers('origin') origin: string | undefined, @Ip() address: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<{ readonly joinUrl: string }> {
    const { joinUrl, allowedOrigin } = await this.asking.run(body, origin, address);
    answerTo(reply, allowedOrigin);
    return { joinUrl };
  }

  /** What a browser asks before it sends JSON across origins. Which key it is for is not known yet, so every listed origin may go on to ask. */
  @Options()
  @HttpCode(204)
  @OpenToAnyone()
  async mayAsk(@Headers('origin') origin: string | undefined, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    if (origin === undefined || !(await this.asking.isListed(origin))) return;
    answerTo(reply, origin);
    void reply.header('access-control-allow-methods', 'POST').header('access-control-allow-headers', 'content-type').header('access-control-max-age', '600');
  }
}

function answerTo(reply: FastifyReply, origin: string): void {
  void reply.header('access-control-allow-origin', origin).header('vary', 'origin').header('cross-origin-resource-policy', 'cross-origin').header('cache-control', 'no-store');
}
