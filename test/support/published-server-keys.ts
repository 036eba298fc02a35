import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { canonicalJson } from '../../src/platform/canonical-json.js';

/** The keys that core makes at its first start, and a pen that signs orders as core does. */
export interface PublishedKeys {
  readonly rootKey: string;
  readonly keyId: string;
  /** The exact text of a signed frame. */
  signed(frame: Readonly<Record<string, unknown>>): string;
}

/** Publishes server keys in a database without a core. */
export async function publishServerKeys(database: DataSource): Promise<PublishedKeys> {
  const root = generateKeyPairSync('ed25519');
  const instruction = generateKeyPairSync('ed25519');
  const rootKey = rawKey(root.publicKey);
  const publicKey = rawKey(instruction.publicKey);
  const keyId = 'k1';
  const signature = sign(null, Buffer.from(`latchkey-server-key:${keyId}:${publicKey}`), root.privateKey).toString('base64url');
  await database.query(`INSERT INTO server_key (id, purpose, public_key, signature) VALUES ('root', 'root', $1, ''), ($2, 'instruction', $3, $4)`, [
    rootKey, keyId, publicKey, signature,
  ]);
  return {
    rootKey,
    keyId,
    signed: (frame) => {
      const covered = { ...frame, keyId };
      const by = sign(null, Buffer.from(canonicalJson(covered)), instruction.privateKey).toString('base64url');
      return JSON.stringify({ ...covered, signature: by });
    },
  };
}

/** The raw Ed25519 public key, base64url. */
export function rawKey(publicKey: KeyObject): string {
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64url');
}
