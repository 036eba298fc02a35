import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';

/** The RFC 8785 text of a JSON value: what is hashed and signed. Throws on what JSON cannot say. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
}

/** SHA-256 (hex) over the RFC 8785 text of a JSON value. */
export function canonicalHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
