import { CodedFailure } from '../coded-failure.js';

/** Where a connection was meant to go: to the server's downloads, or to the provider's relay. */
export type Destination = 'download' | 'relay';

const NAME_NOT_RESOLVED = 'RA-NET-01';
const BLOCKED: Readonly<Record<Destination, string>> = { download: 'RA-NET-02', relay: 'RA-NET-03' };
const PROXY_WANTS_LOGIN = 'RA-NET-04';
const TLS_BROKEN = 'RA-NET-05';
const TLS_TOO_OLD = 'RA-NET-06';
const CLOCK_SKEW = 'RA-NET-07';
const INTERRUPTED = 'RA-NET-08';
const CERTIFICATE_EXPIRED = 'RA-INS-08';

/** A clock this wrong makes certificates look as if they were not valid yet, or not any more. */
export const SKEWED_BY_MS = 5 * 60_000;

const NO_NAME = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME']);
const NO_WAY = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'ETIMEDOUT', 'EACCES', 'EPERM', 'EADDRNOTAVAIL']);
const OUT_OF_DATE = new Set(['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED']);
/** As a code of OpenSSL's, or in its words where the system's EPROTO stands in front of them. */
const OLD_TLS = /unsupported.protocol|protocol.version|no.protocols.available/i;
const BROKEN_TLS = /^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|ERR_SSL)/;

/** What a failed connection says about the network, by the error that the system gave; `skewMs` is how far the device's clock is ahead. */
export function networkFailure(error: NodeJS.ErrnoException, destination: Destination, skewMs: number): CodedFailure {
  const code = error.code ?? '';
  const found = (coded: string, detail: string) => new CodedFailure(coded, `${detail}: ${error.message}`);
  if (NO_NAME.has(code)) return found(NAME_NOT_RESOLVED, 'the name was not resolved');
  if (NO_WAY.has(code)) return found(BLOCKED[destination], 'no connection came about');
  if (OUT_OF_DATE.has(code)) {
    return Math.abs(skewMs) > SKEWED_BY_MS
      ? found(CLOCK_SKEW, `the certificate looks out of date to a clock that is ${minutes(skewMs)}`)
      : found(CERTIFICATE_EXPIRED, 'the certificate is out of date');
  }
  if (OLD_TLS.test(code === 'EPROTO' ? error.message : code)) return found(TLS_TOO_OLD, 'no TLS version in common');
  if (BROKEN_TLS.test(code)) return found(TLS_BROKEN, 'the certificate is not the expected one');
  if (/407/.test(error.message) && /proxy/i.test(error.message)) return found(PROXY_WANTS_LOGIN, 'the proxy wants a login');
  return found(INTERRUPTED, 'the connection broke off');
}

/** How wrong a clock is, in words. */
export function minutes(skewMs: number): string {
  const many = Math.round(Math.abs(skewMs) / 60_000);
  return `${many} ${many === 1 ? 'minute' : 'minutes'} ${skewMs > 0 ? 'ahead' : 'behind'}`;
}
