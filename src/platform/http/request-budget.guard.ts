import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '../errors/domain-error.js';
import { addressPrefix } from './address-prefix.js';

/** Requests per minute of one signed-in operator; a console with every page open stays far below it. */
const PER_OPERATOR = 3_000;
/** Requests per minute of one network that is not signed in. */
const PER_ADDRESS = 600;

/** A budget per principal, so that one runaway script does not slow everybody down. Runs after the caller is known. */
@Injectable()
export class RequestBudgetGuard implements CanActivate {
  private readonly operators = new RateLimiterMemory({ points: PER_OPERATOR, duration: 60 });
  private readonly addresses = new RateLimiterMemory({ points: PER_ADDRESS, duration: 60 });

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { operator?: { readonly id: string } }>();
    if (!request.routeOptions.url?.startsWith('/api/')) return true;
    const spent = request.operator
      ? this.operators.consume(request.operator.id)
      : this.addresses.consume(addressPrefix(request.ip));
    await spent.catch((refusal: unknown) => {
      throw refusal instanceof RateLimiterRes ? tooMany(refusal.msBeforeNext) : refusal;
    });
    return true;
  }
}

/** Says when to come back, with jitter, so that those who were refused together do not return together. */
export function tooMany(waitMs: number, jitter = Math.random()): DomainError {
  const seconds = Math.max(1, Math.ceil((waitMs * (1 + jitter * 0.2)) / 1000));
  return new DomainError('API-RATE-01', `Too many requests. Try again in ${seconds} seconds.`, {
    retryAfterSeconds: seconds,
  });
}
