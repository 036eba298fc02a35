import { sign } from 'node:crypto';
import { type AuditCheckpoint, checkpointKeyText, type CheckpointStatement } from '../../contracts/audit-checkpoint.js';
import { canonicalJson } from '../platform/canonical-json.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { SealingKey } from '../platform/sealing/sealing-key.js';
import { openEndorsedKey } from './endorsed-key.js';

/** Signs how far the audit log is sealed; only core holds the key. */
export type SignCheckpoint = (statement: CheckpointStatement) => AuditCheckpoint;

export async function openCheckpointSigner(unit: UnitOfWork, sealing: SealingKey): Promise<SignCheckpoint> {
  const { key, rootKeyId, endorsement } = await openEndorsedKey(unit, sealing, 'audit', checkpointKeyText);
  return (statement) => {
    const unsigned = { ...statement, key: { id: key.id, publicKey: key.publicKey, rootKeyId, endorsement } };
    return { ...unsigned, signature: sign(null, Buffer.from(canonicalJson(unsigned)), key.privateKey).toString('base64url') };
  };
}
