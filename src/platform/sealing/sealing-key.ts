import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals what must not be readable in a copy of the database (AES-256-GCM), and derives secrets that need not be stored at all.
 * The purpose is part of the seal: what was sealed as one thing cannot be opened as another.
 */
export class SealingKey {
  constructor(private readonly key: Buffer) {
    if (key.length !== 32) throw new RangeError('A sealing key has 32 bytes.');
  }

  seal(purpose: string, plain: Buffer): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv).setAAD(Buffer.from(purpose));
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
  }

  /** Throws when the bytes were sealed by another key, for another purpose, or changed since. */
  open(purpose: string, sealed: Buffer): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', this.key, sealed.subarray(0, IV_BYTES)).setAAD(Buffer.from(purpose));
    decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  }

  /** 16 bytes in hex that only the holder of this key can know; the same name gives the same secret. */
  derive(name: string): string {
    return createHmac('sha256', this.key).update(`latchkey-derived:${name}`).digest('hex').slice(0, 32);
  }
}
