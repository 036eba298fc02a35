#!/usr/bin/env node
/**
 * Verifies an offboarding certificate offline: `node scripts/verify-certificate.mjs <file> <root key>`. Needs Node and nothing
 * else; the root key (Ed25519, base64url) is what the installation shows beside every offboarding. Ends with 1 where the file is
 * not, byte for byte, what the installation signed.
 */
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TextDecoder } from 'node:util';

const FORMAT = 'latchkey-offboarding-certificate/1';

/** RFC 8785 for what such a certificate holds: members by name, and numbers and text as JavaScript writes them. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

/** Base64url has one spelling of the same bytes here, so that no altered letter goes unnoticed. */
function bytesOf(text, length, what) {
  const bytes = Buffer.from(String(text), 'base64url');
  if (bytes.length !== length || bytes.toString('base64url') !== text) throw new Error(`The ${what} is not well-formed.`);
  return bytes;
}

function isSignedBy(publicKey, text, signature, what) {
  const x = bytesOf(publicKey, 32, `key of the ${what}`).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, Buffer.from(text), key, bytesOf(signature, 64, what));
}

/** The certificate, if these bytes are exactly what the holder of this root key signed; throws otherwise. */
export function verifyCertificate(bytes, rootKey) {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  const certificate = JSON.parse(text);
  if (canonical(certificate) !== text) throw new Error('The file is not in its canonical form: it was changed or re-formatted.');
  if (certificate.format !== FORMAT) throw new Error('The format is not known.');
  const { signature, ...signed } = certificate;
  const { id, publicKey, endorsement } = signed.key ?? {};
  if (!isSignedBy(rootKey, `latchkey-certificate-key:${id}:${publicKey}`, endorsement, 'endorsement')) {
    throw new Error('The root did not endorse the key of this certificate.');
  }
  if (!isSignedBy(publicKey, canonical(signed), signature, 'signature')) throw new Error('The signature does not fit: the certificate was changed.');
  return certificate;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [file, rootKey] = process.argv.slice(2);
  if (!file || !rootKey) {
    console.error('usage: node scripts/verify-certificate.mjs <file> <root key>');
    process.exit(2);
  }
  try {
    const { kind, notice, statedAt, client, counts } = verifyCertificate(readFileSync(file), rootKey);
    console.log(`Genuine. ${kind === 'final' ? 'Certificate' : 'Interim statement'} for ${client.name}, stated at ${statedAt}.`);
    console.log(notice);
    console.log(`${counts.devices} devices: ${counts.proven} proven, ${counts.waiting} waiting, ${counts.unproven} unproven.`);
  } catch (error) {
    console.error(`NOT GENUINE. ${error.message}`);
    process.exit(1);
  }
}
