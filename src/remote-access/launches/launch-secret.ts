import { createHash, randomBytes } from 'node:crypto';

/** 192 unguessable bits for one use; only the hash is ever stored. */
export function newLaunchSecret(): string {
  return randomBytes(24).toString('base64url');
}

export function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
