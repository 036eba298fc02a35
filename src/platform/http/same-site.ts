import type { FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error.js';
import { isUnstorable } from '../unstorable-text.js';
import { PLANNING_PARAMETERS } from './consequential.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const PLANNING: ReadonlySet<string> = new Set(PLANNING_PARAMETERS);
const JSON_TYPE = /^application\/json\s*(;|$)/i;
/** What a foreign page can send without asking first. */
const SIMPLE_TYPE = /^\s*(text\/plain|application\/x-www-form-urlencoded|multipart\/form-data)\s*(;|$)/i;

/** Called by an identity provider, without a cookie: what it has signed is judged, and a cookie means nothing here. */
export const FORM_OF_A_PROVIDER = '/api/v1/auth/oidc/back-channel-logout';

/**
 * Refuses state changes that a foreign page could have caused: without our header, of a content type that needs no
 * preflight, or from another origin. Requests with an API key carry no cookie and are not concerned.
 */
export function refuseCrossSite(request: FastifyRequest, origins: ReadonlySet<string>): void {
  // The matched route, not the address: `/%61pi/…` reaches the same handler.
  if (SAFE.has(request.method) || !request.routeOptions.url?.startsWith('/api/')) return;
  if (request.routeOptions.url === FORM_OF_A_PROVIDER) return;
  if (request.headers.authorization?.startsWith('Bearer ') && request.headers.cookie === undefined) return;
  if (request.headers['x-requested-with'] !== 'latchkey') throw refused('Send the header X-Requested-With: latchkey.');
  const origin = request.headers.origin;
  if (origin !== undefined && !origins.has(origin)) throw refused('The request comes from another site.');
  const type = request.headers['content-type'];
  if (type === undefined ? !isBodiless(request) : SIMPLE_TYPE.test(type) && !JSON_TYPE.test(type)) {
    throw refused('Send the body as application/json.');
  }
}

/**
 * State changes take no query parameters but those that say how to plan them; a stray one must not be ignored, because it may be
 * the one that was to keep the change from happening.
 */
export function refuseStrayQuery(request: FastifyRequest): void {
  if (SAFE.has(request.method) || !request.routeOptions.url?.startsWith('/api/')) return;
  const parameter = Object.keys(request.query as object).find((name) => !PLANNING.has(name));
  if (parameter !== undefined) {
    throw new DomainError('API-INPUT-03', 'This request takes no such query parameter.', {
      errors: [{ pointer: `/${parameter}`, rule: 'unknown', message: 'does not exist' }],
    });
  }
}

/** Whatever a parameter is for: a text that no row can hold finds nothing, and would be an error to the database. */
export function refuseUnstorableQuery(request: FastifyRequest): void {
  if (isUnstorable(request.query)) throw new DomainError('API-INPUT-03', 'The address holds a character that no text may hold.');
}

/** Only a DELETE goes without a body as a rule. */
function isBodiless({ method, headers }: FastifyRequest): boolean {
  return (
    method === 'DELETE' && headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0'
  );
}

/** The console's origins; the loopback addresses of one port are one place under several names. */
export function ownOrigins(publicUrl: string): ReadonlySet<string> {
  const url = new URL(publicUrl);
  const names = ['localhost', '127.0.0.1', '[::1]'];
  const aliases = names.includes(url.hostname) ? names : [url.hostname];
  return new Set(aliases.map((name) => `${url.protocol}//${name}${url.port ? `:${url.port}` : ''}`));
}

function refused(detail: string): DomainError {
  return new DomainError('API-CSRF-01', detail);
}
