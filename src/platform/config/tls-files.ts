import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { EnvironmentReader } from './environment-reader.js';

/** A certificate chain and its key, as files. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

const SMALLEST_RSA_KEY_BITS = 2048;

/** The configured certificate; refuses half a pair, a pair that does not match, one that has expired and a key too short to protect anything. */
export function readTlsFiles(read: EnvironmentReader, now = new Date()): TlsFiles | null {
  const [certFile, keyFile] = [read.text('LATCHKEY_TLS_CERT'), read.text('LATCHKEY_TLS_KEY')];
  if (certFile === null && keyFile === null) return null;
  if (certFile === null || keyFile === null) {
    read.refuse(certFile === null ? 'LATCHKEY_TLS_CERT' : 'LATCHKEY_TLS_KEY', 'a certificate and its key go together; only the other one is set.');
    return null;
  }
  const certificate = attempt(read, 'LATCHKEY_TLS_CERT', () => new X509Certificate(readFileSync(certFile)));
  const key = attempt(read, 'LATCHKEY_TLS_KEY', () => createPrivateKey(readFileSync(keyFile)));
  if (certificate === null || key === null) return null;
  if (!certificate.checkPrivateKey(key)) read.refuse('LATCHKEY_TLS_KEY', `${keyFile} is not the key of ${certFile}.`);
  if (new Date(certificate.validTo) < now) read.refuse('LATCHKEY_TLS_CERT', `${certFile} expired on ${certificate.validTo}.`);
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < SMALLEST_RSA_KEY_BITS) read.refuse('LATCHKEY_TLS_KEY', `an RSA key of ${bits} bits is too short; use ${SMALLEST_RSA_KEY_BITS} or more.`);
  return { certFile: resolve(certFile), keyFile: resolve(keyFile) };
}

function attempt<T>(read: EnvironmentReader, variable: string, open: () => T): T | null {
  try {
    return open();
  } catch (error) {
    // Only the reason: parse errors of a key must not repeat its bytes.
    const code = (error as NodeJS.ErrnoException).code;
    read.refuse(variable, code === 'ENOENT' || code === 'EACCES' ? `the file cannot be read (${code}).` : 'the file is not in PEM form.');
    return null;
  }
}
