import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { CodedFailure } from '../coded-failure.js';

/** Silence after which a download counts as interrupted. */
const SILENCE_MS = 30_000;

const NAME_NOT_RESOLVED = 'RA-NET-01';
const EGRESS_BLOCKED = 'RA-NET-02';
const PROXY_WANTS_LOGIN = 'RA-NET-04';
const TLS_BROKEN = 'RA-NET-05';
const INTERRUPTED = 'RA-NET-08';
const NOT_THE_INSTALLER = 'RA-NET-09';
const GONE = 'RA-PKG-04';
const IDENTITY_REJECTED = 'RA-AGT-11';

const BY_SYSTEM_ERROR: Readonly<Record<string, string>> = {
  ENOTFOUND: NAME_NOT_RESOLVED,
  EAI_AGAIN: NAME_NOT_RESOLVED,
  ECONNREFUSED: EGRESS_BLOCKED,
  EHOSTUNREACH: EGRESS_BLOCKED,
  ENETUNREACH: EGRESS_BLOCKED,
  EACCES: EGRESS_BLOCKED,
  EPERM: EGRESS_BLOCKED,
};
const BY_STATUS: Readonly<Record<number, string>> = {
  401: IDENTITY_REJECTED,
  403: IDENTITY_REJECTED,
  404: GONE,
  407: PROXY_WANTS_LOGIN,
  410: GONE,
};

/** The bytes of an artifact as they arrive. Every way in which that can fail is a `CodedFailure`; redirects are not followed. */
export function requestArtifact(url: string, headers: Record<string, string>): Promise<AsyncIterable<Buffer>> {
  return new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? requestHttps : requestHttp;
    const request = send(url, { headers }, (response) => {
      const problem = problemWith(response);
      if (problem) {
        response.resume();
        request.destroy();
        return reject(problem);
      }
      resolve(bodyOf(response));
    });
    request.setTimeout(SILENCE_MS, () => request.destroy(new Error(`no byte for ${SILENCE_MS / 1000} seconds`)));
    request.on('error', (error) =>
      reject(new CodedFailure(codeOf(error), `the download could not start: ${error.message}`)),
    );
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

function codeOf(error: NodeJS.ErrnoException): string {
  const code = error.code ?? '';
  if (/^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|ERR_SSL)/.test(code)) return TLS_BROKEN;
  return BY_SYSTEM_ERROR[code] ?? INTERRUPTED;
}
