import { createPublicKey, verify } from 'node:crypto';
import { type AuditCheckpoint, CHECKPOINT_FORMAT, checkpointKeyText } from '../../../contracts/audit-checkpoint.js';
import { canonicalJson } from '../../platform/canonical-json.js';

/** Whether the holder of one of these root keys, by id, signed this checkpoint for this installation. */
export function isGenuineCheckpoint({ signature, ...unsigned }: AuditCheckpoint, installationId: string, rootKeys: ReadonlyMap<string, string>): boolean {
  if (unsigned.format !== CHECKPOINT_FORMAT || unsigned.installationId !== installationId) return false;
  // Whatever somebody hands over is looked at; not all of it has the shape.
  const { id, publicKey, rootKeyId, endorsement } = (unsigned.key ?? {}) as Partial<AuditCheckpoint['key']>;
  const root = rootKeys.get(rootKeyId ?? '');
  if (id === undefined || publicKey === undefined || endorsement === undefined) return false;
  return root !== undefined && isSigned(root, checkpointKeyText(id, publicKey), endorsement) && isSigned(publicKey, canonicalJson(unsigned), signature);
}

/** Ed25519, keys and signatures as base64url. */
function isSigned(publicKey: string, text: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}
