import { isUuid } from '../ids.js';

/** What a `revoke` hint says has ended: a kind of thing, its id, and whatever else that kind tells. */
export interface RevokeHint {
  readonly kind: string;
  readonly id: string;
  readonly [more: string]: unknown;
}

/** Reads the key of a `revoke` hint; null for nonsense, since whoever may connect to the database may send one. */
export function readRevokeHint(key: string): RevokeHint | null {
  let hint: Record<string, unknown> | null;
  try {
    hint = JSON.parse(key) as Record<string, unknown> | null;
  } catch {
    return null;
  }
  const { kind, id } = hint ?? {};
  return typeof kind === 'string' && isUuid(id) ? { ...hint, kind, id } : null;
}
