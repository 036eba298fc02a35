import { createHash } from 'node:crypto';
import { CODE_ALPHABET, CODE_WORDS, hasLeadingZeros, looksLikeCode, normalisedCode, puzzleText, shownCode, solveProofOfWork, wordsOfCode } from './guest-protocol.js';

describe('a code that is read aloud', () => {
  it('has a word of its own for every symbol, none of which begins like another', () => {
    expect(Object.keys(CODE_WORDS).sort()).toEqual([...CODE_ALPHABET].sort());
    expect(new Set(Object.values(CODE_WORDS)).size).toBe(CODE_ALPHABET.length);
    expect(wordsOfCode('abc-234')).toEqual(['Alfa', 'Bravo', 'Charlie', 'Two', 'Three', 'Four']);
  });

  it.each(['abc-def-ghj', ' ABC DEF GHJ ', 'abcdefghj', 'ABC–DEF—GHJ', 'a.b.c d_e_f ghj'])('is the same however it is typed: “%s”', (typed) => {
    expect(normalisedCode(typed)).toBe('ABCDEFGHJ');
    expect(shownCode(typed)).toBe('ABC-DEF-GHJ');
    expect(looksLikeCode(normalisedCode(typed))).toBe(true);
  });

  it.each(['ABCDEFGH', 'ABCDEFGHJK', 'ABCDEFGHI', 'ABCDEFGH0', ''])('is none: “%s”', (typed) => {
    expect(looksLikeCode(normalisedCode(typed))).toBe(false);
  });
});

describe('a proof of work', () => {
  const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

  it('is a nonce for each puzzle whose hash begins with the wanted zeros', () => {
    const { challenge, nonces } = solveProofOfWork({ challenge: 'a challenge', puzzles: 3, bits: 6 }, sha256);
    expect(nonces).toHaveLength(3);
    nonces.forEach((nonce, index) => expect(hasLeadingZeros(sha256(puzzleText(challenge, index, nonce)), 6)).toBe(true));
  });

  it.each([
    [[0x00, 0x0f], 12, true],
    [[0x00, 0x10], 12, false],
    [[0x01], 8, false],
    [[0xff], 0, true],
    [[], 1, false],
  ])('reads %j as beginning with %i zero bits: %s', (bytes, bits, holds) => {
    expect(hasLeadingZeros(Uint8Array.from(bytes), bits)).toBe(holds);
  });
});
