/**
 * The keys that seal secrets in the database, as they lie in `secrets/` of the data folder: one file for each process that opens
 * something, 32 bytes in base64url a line. The first seals, all of them open. The launcher reads these files, `latchkey keys` changes them.
 */
export const KEY_RINGS = { sealing: 'sealing.key', accounts: 'accounts.key' } as const;
export type KeyRing = keyof typeof KEY_RINGS;

/** The keys in a file, the one that seals first. */
export function keysIn(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

/** Beside the rings: how far sealing anew is, written by the launcher every few seconds while a ring holds more than one key. */
export const ROTATION_FILE = 'key-rotation.json';

export interface RotationReport {
  /** RFC 3339. */
  readonly at: string;
  readonly rings: Readonly<Partial<Record<KeyRing, RingReport>>>;
}

export interface RingReport {
  /** SHA-256 of the file that this is about, hex. */
  readonly fileHash: string;
  /** Tables whose secrets the newest key does not open, and how many of them. */
  readonly remaining: Readonly<Record<string, number>>;
  /** Since when there have been none, RFC 3339; null while there are some. */
  readonly settledSince: string | null;
}
