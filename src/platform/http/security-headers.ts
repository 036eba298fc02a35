import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** Pages that make neither markup nor script out of text: the browser refuses whoever tries. */
export const NO_SCRIPT_FROM_TEXT = "require-trusted-types-for 'script'; trusted-types 'none'";
/** The console's components write style sheets as text; its default policy, text-is-no-markup.js, lets through what holds no tag. */
const NO_MARKUP_FROM_TEXT = "require-trusted-types-for 'script'; trusted-types default";

const TWO_YEARS_SECONDS = 63_072_000;

/** Every answer says this; pages that show something replace the content security policy by their own. */
export async function addSecurityHeaders(server: FastifyInstance, overTls: boolean): Promise<void> {
  await server.register(helmet, {
    global: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ["'none'"],
      },
    },
    strictTransportSecurity: overTls ? { maxAge: TWO_YEARS_SECONDS, includeSubDomains: false } : false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
  });
}

/** What an answer says that is written before there is a request: to bytes that are no HTTP. */
export function headersOfUnreadable(overTls: boolean): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': `default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; ${NO_SCRIPT_FROM_TEXT}`,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    ...(overTls ? { 'Strict-Transport-Security': `max-age=${TWO_YEARS_SECONDS}` } : {}),
  };
}

/**
 * What the guest's page may do: run and style itself, talk to its own origin, and compute in a worker. No text becomes markup or script;
 * only the address of that worker is let through, by the policy that its code names.
 */
export function guestPagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'; trusted-types guest-worker",
  ].join('; ');
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
    NO_MARKUP_FROM_TEXT,
  ].join('; ');
}
