import { CODE_ALPHABET, CODE_LENGTH } from './vocabulary.js';

/** How each symbol of a code is read aloud: the spelling alphabet of aviation, and digits by name. */
export const CODE_WORDS: Readonly<Record<string, string>> = {
  A: 'Alfa', B: 'Bravo', C: 'Charlie', D: 'Delta', E: 'Echo', F: 'Foxtrot', G: 'Golf', H: 'Hotel', J: 'Juliett', K: 'Kilo',
  M: 'Mike', N: 'November', P: 'Papa', Q: 'Quebec', R: 'Romeo', S: 'Sierra', T: 'Tango', V: 'Victor', W: 'Whiskey', X: 'X-ray', Y: 'Yankee', Z: 'Zulu',
  2: 'Two', 3: 'Three', 4: 'Four', 5: 'Five', 6: 'Six', 7: 'Seven', 8: 'Eight', 9: 'Nine',
};

/** The words of a code, in order, to be read over the telephone. */
export function wordsOfCode(code: string): string[] {
  return [...normalisedCode(code)].map((symbol) => CODE_WORDS[symbol] ?? symbol);
}

/** What somebody typed, without what only helps reading: `abc def-ghj` is `ABCDEFGHJ`. */
export function normalisedCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s\u2010-\u2015._-]+/g, '');
}

/** Whether a normalised text can be a code at all; says nothing about whether there is such a code. */
export function looksLikeCode(code: string): boolean {
  return code.length === CODE_LENGTH && [...code].every((symbol) => CODE_ALPHABET.includes(symbol));
}

/** `ABC-DEF-GHJ`. */
export function shownCode(code: string): string {
  return normalisedCode(code).replace(/(.{3})(?=.)/g, '$1-');
}
