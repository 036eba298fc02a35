import { isUuid } from '../platform/ids.js';
import { readRevokeHint } from '../platform/wake-ups/revoke-hint.js';

/** Whose connections are to be looked at again. */
export type CutOffHint =
  | { readonly kind: 'device'; readonly deviceId: string }
  /** Another gateway has a newer connection of the same device. */
  | { readonly kind: 'connection'; readonly connectionId: string; readonly deviceId: string; readonly bootId: string };

/** Reads the key of a `revoke` hint; null for those that concern no agent, and for nonsense. */
export function readCutOffHint(key: string): CutOffHint | null {
  const hint = readRevokeHint(key);
  if (!hint) return null;
  const { kind, id, deviceId, bootId } = hint;
  if (kind === 'device') return { kind, deviceId: id };
  return kind === 'connection' && isUuid(deviceId) && typeof bootId === 'string' ? { kind, connectionId: id, deviceId, bootId } : null;
}
