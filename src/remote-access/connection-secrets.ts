import { canonicalHash } from '../platform/canonical-json.js';
import type { ProviderKind } from './provider-kind.js';
import { ProviderError } from './provider.js';

type Connection = Readonly<Record<string, string>>;

/** What a stored connection says of the fields that its kind has; nothing else in it counts. */
export function connectionOf(kind: ProviderKind, stored: Connection): Record<string, string> {
  return Object.fromEntries(kind.connectionFields.flatMap(({ key, secret }) => (!secret && typeof stored[key] === 'string' ? [[key, stored[key]]] : [])));
}

/**
 * What a secret is sealed as. Whoever is to be sent it is part of that, so that a secret that was given for one server cannot be opened
 * for another, whatever becomes of the row beside it. `owner` is the id of its instance, or `trial`.
 */
export function purposeOfSecret(kind: ProviderKind, owner: string, name: string, connection: Connection): string {
  const receiver = kind.connectionFields.flatMap(({ key, decidesReceiver }) => (decidesReceiver ? [[key, connection[key] ?? '']] : []));
  return `provider-secret:${owner}:${kind.kind}:${name}:${canonicalHash(receiver)}`;
}

/** For a secret that is not there, or that was given for another server. */
export function missingSecret(title: string): ProviderError {
  return new ProviderError('unauthorised', `“${title}” has to be given again: what is stored was given for another connection.`);
}
