import type { KeyObject } from 'node:crypto';
import type { ServerKey } from '../../contracts/agent-protocol.js';
import { rootKeyFingerprint } from './enrolment-token.js';
import { isSignedBy, publicKeyFromRaw } from './signatures.js';

/** The keys whose instructions this device obeys, by key id. */
export type ServerKeys = ReadonlyMap<string, KeyObject>;

/** The server could not show that it is the one the token was made by. */
export class ServerNotTrusted extends Error {
  override readonly name = 'ServerNotTrusted';
}

/** The server keys, each proven by a root key of this fingerprint; throws `ServerNotTrusted` if one of them is not. */
export function trustedServerKeys(rootKey: string, fingerprint: string, keys: readonly ServerKey[]): ServerKeys {
  const root = publicKeyFromRaw(rootKey);
  if (!root || rootKeyFingerprint(rootKey) !== fingerprint) {
    throw new ServerNotTrusted('the server’s root key is not the one this enrolment token names');
  }
  const trusted = new Map<string, KeyObject>();
  for (const { id, publicKey, signature } of keys) {
    const key = publicKeyFromRaw(publicKey);
    if (!key || !isSignedBy(root, `latchkey-server-key:${id}:${publicKey}`, signature)) {
      throw new ServerNotTrusted(`the server key "${id}" is not signed by the server’s root key`);
    }
    trusted.set(id, key);
  }
  if (trusted.size === 0) throw new ServerNotTrusted('the server named no key to sign instructions with');
  return trusted;
}
