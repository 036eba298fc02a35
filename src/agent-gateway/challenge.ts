import { createPublicKey, randomBytes, verify } from 'node:crypto';

const NONCE_BYTES = 32;
const SIGNATURE_BYTES = 64;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

export function newNonce(): string {
  return randomBytes(NONCE_BYTES).toString('base64url');
}

/**
 * The `host:port` spellings that an agent may have signed: those of our public URL and no other, so that an answer made for
 * somebody else's server is worth nothing here. On loopback the names of loopback are one host.
 */
export function ownAddresses(publicUrl: string): readonly string[] {
  const url = new URL(publicUrl);
  const port = url.port || DEFAULT_PORTS[url.protocol] || '';
  const names = LOOPBACK_NAMES.includes(url.hostname) ? LOOPBACK_NAMES : [url.hostname];
  return names.map((name) => `${name}:${port}`);
}

/** Whether the holder of this device key answered our nonce, for this server. */
export function answersChallenge(publicKey: string, nonce: string, signature: string, addresses: readonly string[]): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  if (bytes.length !== SIGNATURE_BYTES) return false;
  return addresses.some((address) => isSigned(publicKey, `latchkey-agent-auth:${nonce}:${address}`, bytes));
}

/** Whether an Ed25519 key (raw, base64url) signed this text; false for a key that is none. */
export function isSigned(publicKey: string, text: string, signature: Buffer): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, Buffer.from(text), key, signature);
  } catch {
    return false;
  }
}
