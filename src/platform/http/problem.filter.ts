import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemFrom } from './problem.js';

/** Refusals that somebody may want to find again: of rights, scopes, proofs, foreign sites, and of what is asked too often or cannot be read. */
const TOLD = /^API-(AUTH|RIGHT|SCOPE|CSRF|RATE|INPUT)-/;

/** Answers every refusal and every bug as problem+json; only bugs are logged as errors. What was sent is never logged. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemFrom(error, request.id);
    if (problem.isBug)
      request.log.error({ err: error, requestId: request.id, route: request.routeOptions?.url }, 'request failed');
    else if (TOLD.test(String(problem.body['code']))) {
      const { operator } = request as FastifyRequest & { readonly operator?: { readonly id: string } };
      request.log.info({ code: problem.body['code'], requestId: request.id, route: request.routeOptions?.url, method: request.method, operatorId: operator?.id, ip: request.ip }, 'request refused');
    }
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    if (problem.retryAfterSeconds !== undefined) void reply.header('retry-after', String(problem.retryAfterSeconds));
    void reply
      .status(problem.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(problem.body));
  }
}
