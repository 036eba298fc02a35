import type { PinnedAnswer } from '../../fetch-pinned.js';
import { ProviderError } from '../../provider.js';
import { plainText } from './plain-text.js';

const EXTENSION_MISSING = 'RA-INS-05';
const CERTIFICATE_INVALID = 'RA-INS-08';
const LONGEST_WAIT_MS = 30_000;
const TLS = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;
const NO_NAME = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME']);

/** What an answer of the extension refuses; null for one that carries data or nothing. */
export function refusalIn(answer: PinnedAnswer): ProviderError | null {
  const { status, headers } = answer;
  if (status === 200) return null;
  if (status === 401) return new ProviderError('unauthorised', 'The server does not accept the secret of the extension.');
  if (status === 403) return new ProviderError('unauthorised', 'The server does not accept the origin; it must equal the extension’s allowed origin.', { code: 'RA-INS-04' });
  if (status === 404) return new ProviderError('rejected', 'The RESTful API Manager extension is not installed or not enabled.', { code: EXTENSION_MISSING });
  if (status === 429) return new ProviderError('rate-limited', 'The server asks for fewer questions.', { retryInMs: retryInMs(headers) });
  if (status >= 300 && status < 400) return new ProviderError('rejected', 'The server sends elsewhere; redirects are not followed.', { code: EXTENSION_MISSING });
  if (status === 500) return exceptionIn(answer);
  if (status > 500) return new ProviderError('unavailable', `The server answered ${status}.`, { retryInMs: retryInMs(headers) });
  return new ProviderError('rejected', `The server answered ${status}.`);
}

/** What an answer carries; undefined for the empty one of a method without a result. */
export function dataIn({ headers, body }: PinnedAnswer): unknown {
  if (body.length === 0) return undefined;
  if (!/^application\/([\w.-]+\+)?json\b/i.test(headers['content-type'] ?? ''))
    throw new ProviderError('rejected', 'The server answered with a page instead of data: the extension is not enabled, or a login stands before it.', { code: EXTENSION_MISSING });
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw new ProviderError('unavailable', 'The server’s answer is broken.');
  }
}

/** The names of what went wrong before there was an answer: certificate, name, private address, or nothing heard. */
export function networkRefusal(error: ProviderError): ProviderError {
  const code = (error.cause as NodeJS.ErrnoException | undefined)?.code ?? '';
  if (error.kind !== 'unavailable') return error;
  if (code === 'EPRIVATE') return new ProviderError('rejected', 'The server’s name leads to a private address that is not listed.', { code: 'RA-INS-01' });
  if (TLS.test(code)) return new ProviderError('rejected', `The server’s certificate is not accepted (${code}).`, { code: CERTIFICATE_INVALID });
  if (NO_NAME.has(code)) return new ProviderError('unavailable', 'The server’s name is not known.');
  return new ProviderError('unavailable', `The server cannot be reached${code === '' ? '' : ` (${code})`}.`);
}

function exceptionIn({ headers, body }: PinnedAnswer): ProviderError {
  const message = /json/i.test(headers['content-type'] ?? '') ? messageIn(body) : null;
  if (message === null) return new ProviderError('unavailable', 'The server answered 500.');
  if (/web method does not exist/i.test(message)) return new ProviderError('rejected', 'The RESTful API Manager extension is too old; update it.', { code: EXTENSION_MISSING });
  if (/needs permission/i.test(message)) return new ProviderError('unauthorised', 'The server does not accept the secret of the extension.');
  return new ProviderError('rejected', `The server refused: ${message}`);
}

function messageIn(body: Buffer): string | null {
  try {
    const said = JSON.parse(body.toString('utf8')) as { message?: unknown } | null;
    return plainText(said?.message);
  } catch {
    return null;
  }
}

/** Seconds, or a date by the server's own clock, and never longer than half a minute. */
function retryInMs({ 'retry-after': text, date = '' }: PinnedAnswer['headers']): number | undefined {
  if (text === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.parse(date);
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_WAIT_MS);
}
