import { FILTER_KEYS, filterKey, type KeyDefinition, type Suggestion } from './filter-keys.js';
import type { FilterUse } from './parse.js';
import { printFilterText } from './print.js';
import { type RawToken, type RawValue, readTokens } from './read-tokens.js';
import type { Span } from './syntax-tree.js';

/** Something that may be put in place of what is being typed. */
export interface Completion {
  /** What takes the place of `span`. */
  readonly text: string;
  readonly help: string;
  /** True for a key: its value is still to come. */
  readonly isKey: boolean;
}

export interface Completions {
  readonly span: Span;
  readonly options: readonly Completion[];
}

const MOST_OFFERED = 12;

/**
 * What could be meant where the cursor stands: keys at a word, values behind a key. `known` tells values that only the
 * installation knows, such as the names of sites.
 */
export function completeDeviceFilter(
  text: string,
  cursor: number,
  use: FilterUse,
  known: (key: string) => readonly string[] = () => [],
): Completions {
  const token = readTokens(text).find(({ span }) => span.from <= cursor && cursor <= span.to);
  if (!token) return { span: { from: cursor, to: cursor }, options: keysLike('', use) };
  const definition = token.key && filterKey(token.key.name);
  if (definition && cursor > token.key.span.to) return valuesAt(text, cursor, token, definition, known(definition.key));
  const from = token.span.from + (token.not ? 1 : 0);
  const typed = text.slice(from, Math.max(from, cursor));
  return {
    span: { from, to: token.key ? token.key.span.to + 1 : token.span.to },
    options: typed.startsWith('"') ? [] : keysLike(typed, use),
  };
}

function keysLike(typed: string, use: FilterUse): Completion[] {
  return FILTER_KEYS.filter(
    ({ key, inGroups }) => (inGroups || use === 'search') && key.startsWith(typed.toLowerCase()),
  ).map(({ key, help }) => ({ text: `${key}:`, help, isKey: true }));
}

function valuesAt(
  text: string,
  cursor: number,
  token: RawToken,
  definition: KeyDefinition,
  known: readonly string[],
): Completions {
  const value = token.values.find(({ span }) => cursor <= span.to) ?? token.values.at(-1)!;
  const typed = typedOf(text, cursor, value);
  const suggestions: Suggestion[] = [
    ...known.map((name) => ({ value: printFilterText(name) })),
    ...definition.suggestions,
  ];
  const found = suggestions.filter(({ value: each }) => each.toLowerCase().replaceAll('"', '').includes(typed));
  return {
    span: value.span,
    options: found.slice(0, MOST_OFFERED).map((each) => ({ text: each.value, help: each.help ?? '', isKey: false })),
  };
}

/** What of a value stands before the cursor, quotes and the sign for "exactly" apart. */
function typedOf(text: string, cursor: number, { span }: RawValue): string {
  return text.slice(span.from, cursor).replace(/^=?"?/, '').replaceAll('"', '').toLowerCase();
}
