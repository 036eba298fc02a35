import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { CodedFailure } from '../coded-failure.js';
import { networkFailure } from '../network/network-failure.js';
import { proxyAgentFor } from '../network/proxy.js';

/** Silence after which a download counts as interrupted. */
const SILENCE_MS = 30_000;

/** A connection that does not come about within this time is blocked: nothing refuses it, and nothing answers. */
const CONNECT_MS = 8_000;

const PROXY_WANTS_LOGIN = 'RA-NET-04';
const INTERRUPTED = 'RA-NET-08';
const NOT_THE_INSTALLER = 'RA-NET-09';
const GONE = 'RA-PKG-04';
const IDENTITY_REJECTED = 'RA-AGT-11';

const BY_STATUS: Readonly<Record<number, string>> = {
  401: IDENTITY_REJECTED,
  403: IDENTITY_REJECTED,
  404: GONE,
  407: PROXY_WANTS_LOGIN,
  410: GONE,
};

/**
 * The bytes of an artifact as they arrive. Every way in which that can fail is a `CodedFailure`; redirects are not followed.
 * `skewMs` is how far the device's clock is ahead, for certificates that look out of date.
 */
export function requestArtifact(url: string, headers: Record<string, string>, skewMs = 0): Promise<AsyncIterable<Buffer>> {
  return new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? requestHttps : requestHttp;
    const request = send(url, { headers, agent: proxyAgentFor(new URL(url)) ?? false }, (response) => {
      const problem = problemWith(response);
      if (problem) {
        response.resume();
        request.destroy();
        return reject(problem);
      }
      resolve(bodyOf(response));
    });
    const impatience = setTimeout(() => {
      request.destroy(Object.assign(new Error(`nothing answered within ${CONNECT_MS / 1000} seconds`), { code: 'ETIMEDOUT' }));
    }, CONNECT_MS);
    request.once('response', () => clearTimeout(impatience));
    request.setTimeout(SILENCE_MS, () => request.destroy(new Error(`no byte for ${SILENCE_MS / 1000} seconds`)));
    request.on('error', (error) => {
      clearTimeout(impatience);
      reject(networkFailure(error, 'download', skewMs));
    });
    request.end();
  });
}

async function* bodyOf(response: IncomingMessage): AsyncIterable<Buffer> {
  try {
    yield* response;
  } catch (error) {
    throw new CodedFailure(
      INTERRUPTED,
      `the download broke off: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function problemWith(response: IncomingMessage): CodedFailure | undefined {
  const status = response.statusCode ?? 0;
  const type = response.headers['content-type'] ?? '';
  if (status !== 200) {
    const code = BY_STATUS[status] ?? (status >= 300 && status < 400 ? NOT_THE_INSTALLER : INTERRUPTED);
    return new CodedFailure(code, `the download was answered with HTTP ${status}`);
  }
  return type.startsWith('text/')
    ? new CodedFailure(NOT_THE_INSTALLER, `a page of type ${type} came instead of the installer`)
    : undefined;
}
