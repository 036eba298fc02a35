import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Of 32 drawn bytes fewer are different once in 10^25 installations; of a word or of zeros always. */
const FEWEST_DIFFERENT_BYTES = 16;

/** Whether bytes can have been drawn: what somebody thought up, or filled in so that it starts, repeats itself. */
export function looksDrawn(secret: Buffer): boolean {
  return new Set(secret).size >= Math.min(FEWEST_DIFFERENT_BYTES, Math.ceil(secret.length / 2));
}

const IV_BYTES = 12;
const TAG_BYTES = 16;
/** How many bytes in front of what is sealed say by which key. */
export const KEY_ID_BYTES = 8;

/** What a key is called: follows from it, and tells nothing about it. */
export function keyIdOf(key: Buffer): Buffer {
  return createHash('sha256').update('latchkey-key-id:').update(key).digest().subarray(0, KEY_ID_BYTES);
}

interface Key {
  readonly id: Buffer;
  readonly bytes: Buffer;
}

/**
 * Seals what must not be readable in a copy of the database (AES-256-GCM). The purpose is part of the seal: what was sealed as one
 * thing cannot be opened as another. While keys are being exchanged the newest seals, and the ones before it still open.
 */
export class SealingKey {
  private keys!: readonly [Key, ...Key[]];

  constructor(newest: Buffer, older: readonly Buffer[] = []) {
    this.take(newest, older);
  }

  /** Seals with another key from now on, and opens with these alone. */
  take(newest: Buffer, older: readonly Buffer[] = []): void {
    this.keys = [keyOf(newest), ...older.map(keyOf)];
  }

  /** Of the key that seals. */
  get id(): Buffer {
    return this.keys[0].id;
  }

  /** Whether there is more than the one key that seals. */
  get isChanging(): boolean {
    return this.keys.length > 1;
  }

  /** The key that was there first, of those that are still there. */
  get oldest(): Buffer {
    return this.keys.at(-1)!.bytes;
  }

  seal(purpose: string, plain: Buffer): Buffer {
    const [{ id, bytes }] = this.keys;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', bytes, iv).setAAD(Buffer.from(purpose));
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([id, iv, cipher.getAuthTag(), sealed]);
  }

  /** Throws when the bytes were sealed by another key, for another purpose, or changed since. */
  open(purpose: string, sealed: Buffer): Buffer {
    const named = this.keys.find(({ id }) => id.equals(sealed.subarray(0, KEY_ID_BYTES)));
    if (named) return opened(named.bytes, purpose, sealed.subarray(KEY_ID_BYTES));
    return openedByAny(this.keys, ({ bytes }) => opened(bytes, purpose, sealed));
  }
}

/** What was sealed before keys had names: whichever opens it is the right one. Throws what the last one threw. */
export function openedByAny<K>(keys: readonly K[], open: (key: K) => Buffer): Buffer {
  let failure: unknown;
  for (const key of keys) {
    try {
      return open(key);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function keyOf(bytes: Buffer): Key {
  if (bytes.length !== 32) throw new RangeError('A sealing key has 32 bytes.');
  if (!looksDrawn(bytes)) throw new RangeError('This sealing key was not drawn: it repeats itself.');
  return { id: keyIdOf(bytes), bytes };
}

function opened(key: Buffer, purpose: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES)).setAAD(Buffer.from(purpose));
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
}
