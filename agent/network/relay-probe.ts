import { connect } from 'node:tls';
import type { CodedFailure } from '../coded-failure.js';
import { networkFailure } from './network-failure.js';

const PATIENCE_MS = 5_000;

/** What answers at a relay's address: its certificate, or why there is none. */
export type RelayAnswer =
  | { readonly certificate: string; readonly issuer: string }
  | { readonly failure: CodedFailure };

/** Looks at the relay as the remote agent would: resolves, connects and reads the certificate, without proving it. */
export function askRelay(url: URL, skewMs: number): Promise<RelayAnswer> {
  return new Promise((resolve) => {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const socket = connect({ host, port: Number(url.port || 443), rejectUnauthorized: false, ...(/[a-z]/i.test(host) && { servername: host }) });
    const answer = (result: RelayAnswer) => {
      clearTimeout(impatience);
      socket.destroy();
      resolve(result);
    };
    const impatience = setTimeout(() => {
      const timeout = Object.assign(new Error(`nothing answered within ${PATIENCE_MS / 1000} seconds`), { code: 'ETIMEDOUT' });
      answer({ failure: networkFailure(timeout, 'relay', skewMs) });
    }, PATIENCE_MS);
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerCertificate();
      answer({ certificate: certificate.fingerprint256 ?? '', issuer: String(certificate.issuer?.CN ?? certificate.issuer?.O ?? 'nobody') });
    });
    socket.once('error', (error) => answer({ failure: networkFailure(error, 'relay', skewMs) }));
  });
}
