import type { Comparison, Pattern, Span } from './syntax-tree.js';

/** One value as it was written. */
export interface RawValue {
  /** Comparison and quotes included. */
  readonly span: Span;
  readonly comparison: Comparison | null;
  readonly pattern: Pattern;
  readonly quoted: boolean;
  /** False where the closing quote is missing. */
  readonly closed: boolean;
  /** True where something stands directly behind the closing quote. */
  readonly tailed: boolean;
}

/** One word or one `key:value,value` as it was written, right or wrong. */
export interface RawToken {
  readonly span: Span;
  readonly not: boolean;
  /** Without the colon. */
  readonly key: { readonly name: string; readonly span: Span } | null;
  /** Exactly one for a word. */
  readonly values: readonly RawValue[];
}

const SPACE = /\s/;
const KEY = /([A-Za-z]+):/y;
const COMPARISON = /[<>]=?|=/y;

/** Cuts a text into tokens. Never throws and leaves nothing out: judging is the parser's, completing is the search box's. */
export function readTokens(text: string): RawToken[] {
  const tokens: RawToken[] = [];
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    const token = readToken(text, at);
    tokens.push(token);
    at = token.span.to;
  }
  return tokens;
}

function readToken(text: string, from: number): RawToken {
  const not = text[from] === '-' && from + 1 < text.length && !SPACE.test(text[from + 1]!);
  const start = not ? from + 1 : from;
  const name = matchAt(KEY, text, start)?.[1];
  if (name === undefined) {
    const word = readValue(text, start, false);
    return { span: { from, to: word.span.to }, not, key: null, values: [word] };
  }
  const values = [readValue(text, start + name.length + 1, true)];
  for (let to = values[0]!.span.to; text[to] === ','; to = values.at(-1)!.span.to)
    values.push(readValue(text, to + 1, true));
  return {
    span: { from, to: values.at(-1)!.span.to },
    not,
    key: { name, span: { from: start, to: start + name.length } },
    values,
  };
}

/** Only the values of a key are compared and end at a comma. */
function readValue(text: string, from: number, ofKey: boolean): RawValue {
  const comparison = ((ofKey && matchAt(COMPARISON, text, from)?.[0]) || null) as Comparison | null;
  const start = from + (comparison?.length ?? 0);
  const ends = (at: number) => at >= text.length || SPACE.test(text[at]!) || (ofKey && text[at] === ',');
  if (text[start] !== '"') {
    let to = start;
    while (!ends(to)) to++;
    return {
      span: { from, to },
      comparison,
      pattern: patternOf(text.slice(start, to).split('*')),
      quoted: false,
      closed: true,
      tailed: false,
    };
  }
  const { pieces, to, closed } = readQuoted(text, start);
  return { span: { from, to }, comparison, pattern: patternOf(pieces), quoted: true, closed, tailed: !ends(to) };
}

function readQuoted(text: string, from: number): { pieces: string[]; to: number; closed: boolean } {
  const pieces = [''];
  for (let at = from + 1; at < text.length; at++) {
    const character = text[at]!;
    if (character === '"') return { pieces, to: at + 1, closed: true };
    if (character === '*') pieces.push('');
    else if (character === '\\' && /["\\*]/.test(text[at + 1] ?? '')) pieces.push(pieces.pop()! + text[++at]!);
    else pieces.push(pieces.pop()! + character);
  }
  return { pieces, to: text.length, closed: false };
}

/** Two wildcards in a row are one. */
function patternOf(pieces: readonly string[]): Pattern {
  return pieces.filter((piece, index) => piece !== '' || index === 0 || index === pieces.length - 1);
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && SPACE.test(text[at]!)) at++;
  return at;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
