import fastifyCookie from '@fastify/cookie';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { readFileSync } from 'node:fs';
import { type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { WebConfig } from '../config/process-config.js';
import { DomainError } from '../errors/domain-error.js';
import type { Ids } from '../ids.js';
import { holdsUnstorable, nestsDeeperThan } from '../unstorable-text.js';
import { FORM_OF_A_PROVIDER, ownOrigins, refuseCrossSite, refuseStrayQuery, refuseUnstorableQuery } from './same-site.js';
import { addSecurityHeaders } from './security-headers.js';
import { refuseUnreadable, refuseUnreadableAddress } from './unreadable-requests.js';

/** Bodies of the API are small; artifacts only go out. */
const LARGEST_BODY_BYTES = 512 * 1024;

/** Suites with forward secrecy and authenticated encryption only; the first three are TLS 1.3. */
const CIPHERS = [
  'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305', 'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256',
].join(':');

/** The HTTP server under Nest: reads JSON only, knows its proxy, names every request. */
export function fastifyAdapter(config: WebConfig, log: Logger, ids: Ids): FastifyAdapter {
  const overTls = config.publicUrl.startsWith('https:');
  return new FastifyAdapter({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LARGEST_BODY_BYTES,
    trustProxy: config.trustedProxy ?? false,
    genReqId: () => ids.uuid(),
    requestIdHeader: false,
    clientErrorHandler: refuseUnreadable(overTls),
    frameworkErrors: refuseUnreadableAddress(overTls),
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
    ...(config.tls
      ? {
          https: {
            cert: readFileSync(config.tls.certFile),
            key: readFileSync(config.tls.keyFile),
            minVersion: 'TLSv1.2' as const,
            ciphers: CIPHERS,
            honorCipherOrder: true,
          },
        }
      : {}),
  } as ConstructorParameters<typeof FastifyAdapter>[0]) as FastifyAdapter;
}

/** What has to be in place before the first route: cookies, headers, the same-site rule, and JSON as the only body. */
export async function prepareServer(server: FastifyInstance, config: WebConfig): Promise<void> {
  await server.register(fastifyCookie);
  await addSecurityHeaders(server, config.publicUrl.startsWith('https:'));
  const origins = ownOrigins(config.publicUrl);
  server.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
    if (request.routeOptions.url?.startsWith('/api/')) void reply.header('cache-control', 'no-store');
    refuseCrossSite(request, origins);
    refuseStrayQuery(request);
    refuseUnstorableQuery(request);
  });
  readJsonOnly(server);
}

/** Filters, settings and lists of them are far from this. */
const DEEPEST_BODY = 32;

function unreadable(detail: string): DomainError {
  return new DomainError('API-INPUT-01', detail);
}

/** The one form that is read is a signed token of an identity provider. */
const LARGEST_FORM_BYTES = 16 * 1024;

/** A redemption is a navigation: the browser sends an HTML form, of which nothing is read. */
const EMPTY_FORM_AT = '/launch/:ticket';

function readJsonOnly(server: FastifyInstance): void {
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: LARGEST_FORM_BYTES },
    (request, body, done) => {
      const { url } = request.routeOptions;
      if (url === EMPTY_FORM_AT && body.length <= 64) done(null, undefined);
      // A provider may send more, which is none of ours.
      else if (url === FORM_OF_A_PROVIDER) done(null, { logout_token: new URLSearchParams(body as string).get('logout_token') });
      else done(new DomainError('API-INPUT-04', 'Send the body as application/json.'));
    },
  );
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    // A POST without anything to say still carries the content type.
    const text = body as string;
    if (text === '') return done(null, undefined);
    if (nestsDeeperThan(text, DEEPEST_BODY)) return done(unreadable('The body is nested too deep.'));
    void parseJson(request, text, (error, value) =>
      error === null && holdsUnstorable(value, text) ? done(unreadable('The body holds a character that no text may hold.')) : done(error, value),
    );
  });
}
