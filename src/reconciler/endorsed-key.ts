import { createPrivateKey, sign } from 'node:crypto';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { SealingKey } from '../platform/sealing/sealing-key.js';
import { type KeyPair, makeKeyPair } from './signing-keys.js';

/** A key of core for one purpose, and the root's word for it. */
export interface EndorsedKey {
  readonly key: KeyPair;
  readonly rootKeyId: string;
  readonly endorsement: string;
}

interface KeyRow {
  readonly id: string;
  readonly public_key: string;
  readonly signature: string;
  readonly sealed_private_key: Buffer;
}

/**
 * The key of a purpose, made and endorsed by the root when it is first needed; the root is made with the instruction key, before it.
 * `wordsOf` is what the endorsement is over: other words for every purpose, so that no key can pass for one of another purpose.
 */
export async function openEndorsedKey(unit: UnitOfWork, sealing: SealingKey, purpose: string, wordsOf: (id: string, publicKey: string) => string): Promise<EndorsedKey> {
  return unit.run(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock(7406303)');
    const newest = async (which: string): Promise<KeyRow | undefined> => {
      const rows: KeyRow[] = await tx.query(
        'SELECT id, public_key, signature, sealed_private_key FROM instance_key WHERE purpose = $1 ORDER BY created_at DESC LIMIT 1',
        [which],
      );
      return rows[0];
    };
    const opened = (which: string, row: KeyRow) => createPrivateKey({ key: sealing.open(`${which}-key`, row.sealed_private_key), format: 'der', type: 'pkcs8' });
    const root = await newest('root');
    if (!root) throw new Error('the installation has no root key yet');
    const known = await newest(purpose);
    if (known) return { key: { id: known.id, publicKey: known.public_key, privateKey: opened(purpose, known) }, rootKeyId: root.id, endorsement: known.signature };
    const key = makeKeyPair();
    const endorsement = sign(null, Buffer.from(wordsOf(key.id, key.publicKey)), opened('root', root)).toString('base64url');
    const sealed = sealing.seal(`${purpose}-key`, key.privateKey.export({ format: 'der', type: 'pkcs8' }));
    await tx.query('INSERT INTO instance_key (purpose, id, public_key, signature, sealed_private_key) VALUES ($1, $2, $3, $4, $5)', [
      purpose, key.id, key.publicKey, endorsement, sealed,
    ]);
    return { key, rootKeyId: root.id, endorsement };
  });
}
