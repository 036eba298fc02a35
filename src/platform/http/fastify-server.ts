import fastifyCookie from '@fastify/cookie';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { WebConfig } from '../config/process-config.js';
import { DomainError } from '../errors/domain-error.js';
import type { Ids } from '../ids.js';
import { ownOrigins, refuseCrossSite, refuseStrayQuery } from './same-site.js';
import { addSecurityHeaders } from './security-headers.js';

/** Bodies of the API are small; artifacts only go out. */
const LARGEST_BODY_BYTES = 512 * 1024;

/** The HTTP server under Nest: reads JSON only, knows its proxy, names every request. */
export function fastifyAdapter(config: WebConfig, log: Logger, ids: Ids): FastifyAdapter {
  return new FastifyAdapter({
    loggerInstance: log,
    disableRequestLogging: true,
    bodyLimit: LARGEST_BODY_BYTES,
    trustProxy: config.trustedProxy ?? false,
    genReqId: () => ids.uuid(),
    requestIdHeader: false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
    ...(config.tls
      ? {
          https: {
            cert: readFileSync(config.tls.certFile),
            key: readFileSync(config.tls.keyFile),
            minVersion: 'TLSv1.2' as const,
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
  });
  readJsonOnly(server);
}

/** A redemption is a navigation: the browser sends an HTML form, of which nothing is read. */
const EMPTY_FORM_AT = '/launch/:ticket';

function readJsonOnly(server: FastifyInstance): void {
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 64 },
    (request, _body, done) => {
      if (request.routeOptions.url === EMPTY_FORM_AT) done(null, undefined);
      else done(new DomainError('API-INPUT-04', 'Send the body as application/json.'));
    },
  );
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    // A POST without anything to say still carries the content type.
    if (body === '') done(null, undefined);
    else void parseJson(request, body as string, done);
  });
}
