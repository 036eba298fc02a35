import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** Every answer says this; pages that show something replace the content security policy by their own. */
export async function addSecurityHeaders(server: FastifyInstance, overTls: boolean): Promise<void> {
  await server.register(helmet, {
    global: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] },
    },
    strictTransportSecurity: overTls ? { maxAge: 63_072_000, includeSubDomains: false } : false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
  });
}

/**
 * What the console's page may do: run and style itself, talk to its own origin, and post a launch whose answer leads to the
 * engine's page. Only tags that carry this answer's nonce count, so injected markup stays dead.
 */
export function consolePolicy(nonce: string, enginePage: string | null): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action 'self'${enginePage ? ` ${enginePage}` : ''}`,
  ].join('; ');
}
