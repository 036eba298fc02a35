import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error.js';

/** The versions under which the caller agrees to a change. */
export type ExpectedVersion = 'any' | readonly number[];

type Need = 'required' | 'optional' | 'if-there-is-one';

const expectedOfRequest = createParamDecorator(
  (need: Need, context: ExecutionContext): ExpectedVersion | null => {
    const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
    if (header === undefined && need === 'required') throw versionNeeded();
    return header === undefined && need === 'if-there-is-one' ? null : expectedVersion(header);
  },
);

/** For a change that does not say which version it is based on. */
export function versionNeeded(): DomainError {
  return new DomainError('API-ETAG-01', 'Say in If-Match which version this change is based on: the ETag you read, or *.');
}

/**
 * Reads `If-Match`, and documents it; where it is required its absence is refused, because a lost update is worse than a
 * second request. Where there may be nothing yet, absence is null: required as soon as there is something to lose.
 */
export function IfMatch(need: Need): ParameterDecorator {
  return (controller, route, index) => {
    expectedOfRequest(need)(controller, route, index);
    if (route === undefined) return;
    const handler = Object.getOwnPropertyDescriptor(controller, route)!;
    ApiHeader({ name: 'if-match', required: need === 'required' })(controller, route, handler);
  };
}

/** Weak and foreign tags match nothing, as RFC 9110 has it for If-Match. */
export function expectedVersion(header: string | undefined): ExpectedVersion {
  if (header === undefined || header.trim() === '*') return 'any';
  return header.split(',').flatMap((tag) => {
    const version = /^\s*"(\d{1,9})"\s*$/.exec(tag)?.[1];
    return version === undefined ? [] : [Number(version)];
  });
}

/** Refuses a change that is based on another version than the present one. */
export function refuseStale(expected: ExpectedVersion, current: number): void {
  if (expected !== 'any' && !expected.includes(current)) throw staleVersion();
}

/** For the compare-and-set that found the version already changed. */
export function staleVersion(): DomainError {
  return new DomainError(
    'API-ETAG-02',
    'Somebody else has changed this in the meantime. Read it again and repeat the change.',
  );
}
