import type { ServerKey } from '../../../contracts/agent-protocol.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';

/** The public keys a device needs to know its server by: the root, and the instruction keys that the root signed. */
export interface ServerKeyRing {
  readonly rootKey: string;
  readonly serverKeys: readonly ServerKey[];
}

/** The key ring that core published; API-UNAVAILABLE-01 until core has started for the first time. */
export async function serverKeyRing(tx: Tx): Promise<ServerKeyRing> {
  const rows: { purpose: string; id: string; public_key: string; signature: string }[] = await tx.query(
    'SELECT purpose, id, public_key, signature FROM server_key ORDER BY created_at DESC, id',
  );
  const root = rows.find((row) => row.purpose === 'root');
  const serverKeys = rows
    .filter((row) => row.purpose === 'instruction')
    .map(({ id, public_key: publicKey, signature }) => ({ id, publicKey, signature }));
  if (!root || serverKeys.length === 0) {
    throw new DomainError('API-UNAVAILABLE-01', 'The server has not made its keys yet.', { retryAfterSeconds: 2 });
  }
  return { rootKey: root.public_key, serverKeys };
}
