import { HttpException } from '@nestjs/common';
import { problemOf } from '../../../contracts/error-catalogue.js';
import { sqlState } from '../database/unit-of-work.js';
import { DomainError, notFound } from '../errors/domain-error.js';

/** An RFC 9457 problem document. */
export interface Problem {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
  /** True where somebody has to look at the log: the failure is ours. */
  readonly isBug: boolean;
}

/** What the caller is told; a bug tells nothing but the request's id. */
export function problemFrom(error: unknown, requestId: string): Problem {
  const refusal = refusalIn(error);
  const known = problemOf(refusal.code) ?? { status: 500, title: 'Internal error' };
  const { errors, usedBy, extra, retryAfterSeconds } = refusal.facts;
  return {
    status: known.status,
    isBug: known.status === 500,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    body: {
      type: `/status-catalogue#${refusal.code}`,
      title: known.title,
      status: known.status,
      code: refusal.code,
      detail: refusal.detail,
      ...(errors ? { errors } : {}),
      ...(usedBy ? { usedBy } : {}),
      ...extra,
      requestId,
    },
  };
}

function refusalIn(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && code.startsWith('FST_'))
    return fromFastify(code, (error as { statusCode?: number }).statusCode);
  if (error instanceof HttpException) return fromStatus(error.getStatus());
  if (databaseIsAway(error))
    return new DomainError('API-UNAVAILABLE-01', 'The database does not answer.', { retryAfterSeconds: 2 });
  return bug();
}

function fromFastify(code: string, status = 500): DomainError {
  switch (code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return fromStatus(415);
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return fromStatus(413);
    default:
      return fromStatus(status);
  }
}

function fromStatus(status: number): DomainError {
  switch (status) {
    case 404:
    case 405:
      return notFound('address');
    case 413:
      return new DomainError('API-INPUT-05', 'The request is too large.');
    case 415:
      return new DomainError('API-INPUT-04', 'Send the body as application/json.');
    case 503:
      return new DomainError('API-UNAVAILABLE-01', 'Not available at the moment.', { retryAfterSeconds: 2 });
    default:
      return status >= 400 && status < 500 ? new DomainError('API-INPUT-01', 'The request could not be read.') : bug();
  }
}

const AWAY = new Set(['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

/** A closed or starting database: class 08 and 57P of SQLSTATE, or no socket at all. */
function databaseIsAway(error: unknown): boolean {
  const state = sqlState(error);
  if (state) return /^(08|57P|53300)/.test(state);
  const failure = error as {
    code?: unknown;
    driverError?: { code?: unknown; message?: unknown };
    message?: unknown;
  } | null;
  if (AWAY.has(String(failure?.driverError?.code ?? failure?.code))) return true;
  return /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/.test(
    String(failure?.driverError?.message ?? failure?.message ?? ''),
  );
}

function bug(): DomainError {
  return new DomainError('API-BUG-01', 'Something went wrong on our side. The request id finds it in the log.');
}
