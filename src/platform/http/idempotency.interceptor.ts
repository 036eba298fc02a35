import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, concatMap, from, type Observable, of, throwError } from 'rxjs';
import { canonicalHash } from '../canonical-json.js';
import { DomainError } from '../errors/domain-error.js';
import { RememberedRequests } from './remembered-requests.js';

const SHOWN_ONCE = Symbol('ShownOnce');

/** For handlers that answer with a secret: the answer is never kept, and a repeated request is refused instead of replayed. */
export const ShownOnce = (): MethodDecorator => SetMetadata(SHOWN_ONCE, true);

/** Answers a POST that is repeated with the same `Idempotency-Key` as it was answered first, without doing it again. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly requests: RememberedRequests,
    private readonly reflector: Reflector,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { operator?: { readonly id: string } }>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const key = request.headers['idempotency-key'];
    const callerId = request.operator?.id;
    // A plan is no deed: it is made anew each time.
    const isDeed = request.method === 'POST' && (request.query as { dryRun?: unknown }).dryRun === undefined;
    if (!isDeed || key === undefined || callerId === undefined) return next.handle();
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
      throw new DomainError('API-INPUT-01', 'The Idempotency-Key is 1 to 200 visible ASCII characters.');
    }
    const shownOnce = this.reflector.get<boolean | undefined>(SHOWN_ONCE, context.getHandler()) ?? false;
    const known = await this.requests.begin(
      callerId,
      key,
      canonicalHash({ to: request.url, body: request.body ?? null }),
    );
    if (known) {
      if (shownOnce) throw new DomainError('API-CONFLICT-03', 'This was done already; its answer is shown only once.');
      void reply.status(known.status).header('idempotency-replayed', 'true');
      if (known.etag) void reply.header('etag', known.etag);
      return of(known.body ?? undefined);
    }
    return next.handle().pipe(
      concatMap((body: unknown) =>
        from(
          this.requests
            .remember(callerId, key, {
              status: reply.statusCode,
              body: shownOnce ? undefined : body,
              etag: etagOf(reply),
            })
            .then(() => body),
        ),
      ),
      catchError((error: unknown) =>
        from(this.requests.forget(callerId, key)).pipe(concatMap(() => throwError(() => error))),
      ),
    );
  }
}

function etagOf(reply: FastifyReply): string | null {
  const etag = reply.getHeader('etag');
  return typeof etag === 'string' ? etag : null;
}
