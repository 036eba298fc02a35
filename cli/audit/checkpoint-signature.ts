import canonicalize from 'canonicalize';
import { createPublicKey, verify } from 'node:crypto';
import { type AuditCheckpoint, CHECKPOINT_FORMAT, checkpointKeyText } from '../../contracts/audit-checkpoint.js';

/** The installation that checkpoints are judged by, and the root keys that it may have signed with, by id. */
export interface Issuer {
  readonly installationId: string;
  readonly rootKeys: ReadonlyMap<string, string>;
}

/** Whether a root key of the installation endorsed the key, and that key signed exactly this; anything may come in. */
export function isSignedBy({ installationId, rootKeys }: Issuer, document: object): document is AuditCheckpoint {
  const { signature, ...statement } = document as Partial<AuditCheckpoint>;
  if (statement.format !== CHECKPOINT_FORMAT || statement.installationId !== installationId) return false;
  if (!Number.isSafeInteger(statement.seq) || typeof statement.hash !== 'string') return false;
  const { id, publicKey, rootKeyId, endorsement } = (statement.key ?? {}) as Partial<AuditCheckpoint['key']>;
  const root = rootKeys.get(String(rootKeyId));
  if (root === undefined || id === undefined || publicKey === undefined) return false;
  return isSignature(root, checkpointKeyText(id, publicKey), endorsement) && isSignature(publicKey, canonicalize(statement) ?? '', signature);
}

/** Ed25519; key and signature as base64url. */
function isSignature(publicKey: string, text: string, signature: string | undefined): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, Buffer.from(text), key, Buffer.from(signature ?? '', 'base64url'));
  } catch {
    return false;
  }
}
