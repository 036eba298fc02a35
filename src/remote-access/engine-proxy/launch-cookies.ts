import { createHash, randomBytes } from 'node:crypto';

const HTTPS_PREFIX = '__Host-latchkey-launch-';
const HTTP_PREFIX = 'latchkey-launch-';
const VALUE = /^[A-Za-z0-9_-]{43}$/;
/** More launches than this at once in one browser are not looked at. */
const MOST = 16;

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The cookies that bind one browser to its launches: one per launch, so that several devices can be open side by side. */
export class LaunchCookies {
  private readonly prefix: string;

  constructor(private readonly secure: boolean) {
    this.prefix = secure ? HTTPS_PREFIX : HTTP_PREFIX;
  }

  /** A new binding: 256 random bits for the browser, their hash for the database. */
  newBinding(): { value: string; hash: string } {
    const value = randomBytes(32).toString('base64url');
    return { value, hash: sha256Hex(value) };
  }

  /** The `Set-Cookie` line. Lax, not strict: the page is reached by a redirect that the console's origin began. */
  line(hash: string, value: string, seconds: number): string {
    const secure = this.secure ? '; Secure' : '';
    return `${this.prefix}${hash.slice(0, 12)}=${value}; Path=/; Max-Age=${Math.floor(seconds)}; HttpOnly; SameSite=Lax${secure}`;
  }

  /** Hashes of all bindings that a request carries. */
  hashes(cookieHeader: string | undefined): string[] {
    const values = (cookieHeader ?? '')
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(this.prefix));
    const hashes = values
      .map((pair) => pair.slice(pair.indexOf('=') + 1))
      .filter((value) => VALUE.test(value))
      .map(sha256Hex);
    return [...new Set(hashes)].slice(-MOST);
  }
}
