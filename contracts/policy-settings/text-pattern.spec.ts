import { matchesPattern, refusePattern } from './text-pattern.js';

describe('a pattern for the reason of a launch', () => {
  it.each(['', 'INC-\\d{4,8}', '(INC|CHG)-\\d+( .*)?', '[A-Z]+-\\d+', '(?<ticket>\\d{1,9})', '\\p{Lu}\\w*', 'a[^\\]]b{3}', '(?:ab){2,4}', '(?:a|b){6}', '(-(a|b)){0,1}', '\\u{1F600}?'])(
    'may be %j',
    (pattern) => expect(refusePattern(pattern)).toBeNull(),
  );

  it.each([
    { pattern: '(', why: 'compiles' },
    { pattern: '[z-a]', why: 'compiles' },
    { pattern: 'a{2', why: 'compiles' },
    { pattern: '(\\d+-)+', why: 'several ways' },
    { pattern: '((a|ab)*)c', why: 'several ways' },
    { pattern: '(a?){2,}', why: 'several ways' },
    { pattern: '.*.*.*.*', why: 'too much' },
    { pattern: 'a?'.repeat(16), why: 'too much' },
    { pattern: '(a|b|c){15}', why: 'too much' },
    { pattern: '(.)\\1', why: 'refer back' },
    { pattern: '(?<a>.)\\k<a>', why: 'refer back' },
    { pattern: '(?=a)a', why: 'look ahead' },
    { pattern: '(?<!a)b', why: 'look ahead' },
  ])('may not be $pattern: $why', ({ pattern, why }) => expect(refusePattern(pattern)).toContain(why));

  it.each(['.*.*.*x', '\\w{1,200}\\w{1,200}\\w{1,200}!', 'a?'.repeat(14) + 'a{14}b'])('ends soon with the worst text for %j', (pattern) => {
    expect(refusePattern(pattern)).toBeNull();
    const began = performance.now();
    expect(matchesPattern(pattern, 'a'.repeat(200))).toBe(false);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it.each([
    { pattern: 'INC-\\d+', text: 'INC-12', matches: true },
    { pattern: 'INC-\\d+', text: 'INC-12 printer', matches: false },
    { pattern: 'a|b', text: 'ab', matches: false },
    { pattern: '', text: 'x'.repeat(500), matches: true },
    { pattern: '.*', text: 'x'.repeat(201), matches: false },
  ])('$pattern: $text matches: $matches', ({ pattern, text, matches }) => expect(matchesPattern(pattern, text)).toBe(matches));
});
