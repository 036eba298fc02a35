/**
 * Regular expressions that operators write and the server runs. Each must match in bounded time on any text, so what can
 * explode is refused when it is written: the number of ways in which a text could be tried is counted beforehand.
 */

/** Longer text never matches. */
export const MATCHED_TEXT_MAX_LENGTH = 200;
/** Three unbounded repetitions over the longest text; measured at 25 to 100 ms in the worst case. */
const MOST_WAYS = 10_000_000;

/** Why this cannot be used as a pattern, or null when it can. Empty matches everything. */
export function refusePattern(source: string): string | null {
  try {
    new RegExp(source, 'u');
  } catch {
    return 'must be a regular expression that compiles';
  }
  try {
    return new WaysOfMatching(source).count() <= MOST_WAYS ? null : 'repeats too much; say how often with {1,8} instead of + or *';
  } catch (error) {
    if (error instanceof Unbounded) return error.message;
    throw error;
  }
}

/** Whether the whole text matches an accepted pattern; nothing is too much for an empty one. */
export function matchesPattern(source: string, text: string): boolean {
  if (source === '') return true;
  return text.length <= MATCHED_TEXT_MAX_LENGTH && new RegExp(`^(?:${source})$`, 'u').test(text);
}

class Unbounded extends Error {}

/** Reads an expression that compiles; a choice adds up, a sequence multiplies, a repetition multiplies by its possible lengths. */
class WaysOfMatching {
  private at = 0;

  constructor(private readonly source: string) {}

  count(): number {
    return this.choice();
  }

  private choice(): number {
    let ways = this.sequence();
    while (this.source[this.at] === '|') {
      this.at++;
      ways += this.sequence();
    }
    return ways;
  }

  private sequence(): number {
    let ways = 1;
    while (this.at < this.source.length && !'|)'.includes(this.source[this.at]!)) ways *= this.repeated(this.atom());
    return ways;
  }

  /** The ways of one character or group; leaves `at` behind it. */
  private atom(): number {
    const rest = this.source.slice(this.at);
    if (rest.startsWith('[')) return this.skip(/^\[(?:\\.|[^\]\\])*\]/u.exec(rest)![0].length);
    if (/^\\(?:[1-9]|k<)/u.test(rest)) throw new Unbounded('must not refer back to a group');
    if (rest.startsWith('\\')) return this.skip(/^\\(?:[pPu]\{[^}]*\}|u[0-9a-f]{4}|x[0-9a-f]{2}|c[a-z]|[^])/iu.exec(rest)![0].length);
    if (!rest.startsWith('(')) return this.skip(rest.codePointAt(0)! > 0xffff ? 2 : 1);
    const opening = /^\((?:\?:|\?<[^=!][^>]*>|(?!\?))/u.exec(rest);
    if (!opening) throw new Unbounded('must not look ahead or behind');
    this.at += opening[0].length;
    const ways = this.choice();
    this.at++;
    return ways;
  }

  private repeated(ways: number): number {
    const [text, sign, low, comma, high] = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(this.source.slice(this.at)) ?? [];
    if (!text) return ways;
    this.at += text.length;
    const least = sign ? (sign === '+' ? 1 : 0) : Number(low);
    const most = sign === '?' ? 1 : sign || (comma && !high) ? MATCHED_TEXT_MAX_LENGTH : comma ? Number(high) : least;
    if (most === least) return ways ** Math.min(most, MATCHED_TEXT_MAX_LENGTH);
    // Tried with and without; one more, because two optional parts side by side can stand for each other.
    if (most === 1) return 2 + ways;
    if (ways > 1) throw new Unbounded('must not repeat a group that itself matches in several ways');
    return Math.max(1, Math.min(most, MATCHED_TEXT_MAX_LENGTH) - least + 1);
  }

  private skip(characters: number): number {
    this.at += characters;
    return 1;
  }
}
