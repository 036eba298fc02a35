/** How to type one keysym: a key, and whether Shift must be held, must not be, or does not matter. */
export interface Stroke {
  readonly keycode: number;
  readonly shift: boolean | null;
}


/** Spare keys take turns, so that what was just typed with one is not renamed while a program still looks it up. */
const MOST_SPARES = 8;

/**
 * Where the keysyms are on the guest's keyboard: the first two levels of its first group. A keysym that is not there is put on a key that nothing is
 * on, one after the other, and taken off again at the end.
 */
export class Keymap {
  private readonly strokes = new Map<number, Stroke>();
  private readonly spares: number[] = [];
  private readonly lent = new Map<number, number>();
  private readonly letters = new Set<number>();

  /** `rows` are the keysyms of each key, from `first` on. */
  constructor(first: number, rows: readonly (readonly number[])[], private readonly assign: (keycode: number, keysym: number) => void) {
    rows.forEach(([plain = 0, shifted = 0, ...others], index) => {
      const keycode = first + index;
      if (plain === 0 && shifted === 0 && others.every((keysym) => keysym === 0)) {
        if (this.spares.length < MOST_SPARES) this.spares.push(keycode);
        return;
      }
      const upper = upperCase(plain);
      const hasCase = upper !== null && (shifted === 0 || shifted === upper);
      const isPrintable = printable(plain);
      this.put(plain, { keycode, shift: isPrintable && (hasCase || (shifted !== 0 && shifted !== plain)) ? false : null });
      const second = hasCase ? upper : shifted;
      if (second !== 0) this.put(second, { keycode, shift: true });
      if (hasCase) this.letters.add(plain).add(upper);
    });
  }

  /** Undefined only where every spare key is away, which means there are none. */
  strokeFor(keysym: number): Stroke | undefined {
    const known = this.strokes.get(keysym) ?? this.strokes.get(plainKeysym(keysym));
    if (known) return known;
    let keycode = this.lent.get(keysym);
    if (keycode === undefined) {
      keycode = this.spares.shift();
      if (keycode === undefined) return undefined;
      this.spares.push(keycode);
      for (const [other, at] of this.lent) if (at === keycode) this.lent.delete(other);
      this.lent.set(keysym, keycode);
      this.assign(keycode, keysym);
    }
    return { keycode, shift: null };
  }

  /** Whether Caps Lock turns this keysym's case. */
  isLetter(keysym: number): boolean {
    return this.letters.has(keysym);
  }

  /** Gives the spare keys back. */
  restore(): void {
    for (const keycode of new Set(this.lent.values())) this.assign(keycode, 0);
    this.lent.clear();
  }

  private put(keysym: number, stroke: Stroke): void {
    if (keysym !== 0 && !this.strokes.has(keysym)) this.strokes.set(keysym, stroke);
  }
}

/** Keys that make a character, as against those that do something: for these Shift is the character's, not the person's. */
export function printable(keysym: number): boolean {
  return (keysym >= 0x20 && keysym < 0xfe00) || keysym >= 0x01000000;
}

/** Latin-1 as Unicode keysyms is Latin-1. */
function plainKeysym(keysym: number): number {
  return keysym > 0x01000000 && keysym <= 0x010000ff ? keysym - 0x01000000 : keysym;
}

function upperCase(keysym: number): number | null {
  if (keysym < 0x20 || keysym > 0xff) return null;
  const upper = String.fromCharCode(keysym).toUpperCase();
  return upper.length === 1 && upper.charCodeAt(0) !== keysym && upper.charCodeAt(0) <= 0xff ? upper.charCodeAt(0) : null;
}

/** With and without Shift a spare key types the same. */
export const KEYSYMS_PER_SPARE = 2;
