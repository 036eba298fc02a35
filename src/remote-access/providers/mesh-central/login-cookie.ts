import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** The engine's cookie cipher: AES-256-GCM, iv 12 | tag 16 | text, base64 with `@` for `+` and `$` for `/`. */
export class LoginCookieCipher {
  private readonly key: Buffer;

  /** `loginCookieKey` is the engine's own, hex; only its first 32 bytes take part. */
  constructor(loginCookieKey: string) {
    this.key = Buffer.from(loginCookieKey, 'hex').subarray(0, 32);
    if (this.key.length !== 32) throw new Error('The login cookie key is too short.');
  }

  seal(content: Readonly<Record<string, unknown>>, now: Date): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv);
    const text = JSON.stringify({ ...content, time: Math.floor(now.getTime() / 1000) });
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed])
      .toString('base64')
      .replaceAll('+', '@')
      .replaceAll('/', '$');
  }

  /** The content and the moment of sealing, or null for whatever was not sealed with this key. */
  open(cookie: string): { content: Readonly<Record<string, unknown>>; sealedAt: Date } | null {
    if (cookie.length > 4096 || !/^[A-Za-z0-9@$]+={0,2}$/.test(cookie)) return null;
    const bytes = Buffer.from(cookie.replaceAll('@', '+').replaceAll('$', '/'), 'base64');
    if (bytes.length <= 28) return null;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, 12), { authTagLength: 16 });
      decipher.setAuthTag(bytes.subarray(12, 28));
      const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
      const content = JSON.parse(text) as unknown;
      if (typeof content !== 'object' || content === null) return null;
      const { time } = content as { time?: unknown };
      if (typeof time !== 'number' || !Number.isFinite(time)) return null;
      return { content: content as Record<string, unknown>, sealedAt: new Date(time * 1000) };
    } catch {
      return null;
    }
  }
}
