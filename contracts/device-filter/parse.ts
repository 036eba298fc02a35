import { DeviceFilterError } from './filter-error.js';
import { choicesOf, FILTER_KEYS, filterKey, type KeyDefinition } from './filter-keys.js';
import { type RawToken, type RawValue, readTokens } from './read-tokens.js';
import type { AgeUnit, Comparison, DeviceFilter, FilterTerm, FilterValue, Pattern } from './syntax-tree.js';

/** Longer texts are not written by people. */
export const LONGEST_FILTER = 1000;

/** `group`: kept facts only, at least one of them. `search`: everything; a quote that was not closed yet ends with the text. */
export type FilterUse = 'group' | 'search';

/** Reads a filter. Throws a `DeviceFilterError` for the first thing that is wrong, and nothing else, whatever it is given. */
export function parseDeviceFilter(text: string, use: FilterUse): DeviceFilter {
  if (text.length > LONGEST_FILTER) {
    throw new DeviceFilterError(
      { from: LONGEST_FILTER, to: text.length },
      'length',
      `is longer than ${LONGEST_FILTER} characters`,
    );
  }
  // What PostgreSQL cannot store: the zero character, and half a surrogate pair.
  const bad = /[\0\p{Surrogate}]/u.exec(text);
  if (bad)
    throw new DeviceFilterError({ from: bad.index, to: bad.index + 1 }, 'characters', 'holds a character that is none');
  const terms = readTokens(text).map((token) => termOf(token, use));
  if (terms.length === 0 && use === 'group') {
    throw new DeviceFilterError({ from: 0, to: text.length }, 'missing', 'says nothing yet; name:* means every device');
  }
  return { terms };
}

/** The filter, or what is wrong with it. */
export function tryDeviceFilter(text: string, use: FilterUse): DeviceFilter | DeviceFilterError {
  try {
    return parseDeviceFilter(text, use);
  } catch (error) {
    if (error instanceof DeviceFilterError) return error;
    throw error;
  }
}

function termOf({ span, not, key, values }: RawToken, use: FilterUse): FilterTerm {
  const [first] = values;
  if (key === null) {
    if (use === 'group') {
      throw new DeviceFilterError(
        span,
        'kept-fact',
        'has a word without a key; say where to look for it, such as name:SRV-*',
      );
    }
    return { kind: 'word', not, pattern: wellWritten(first!, use).pattern, span };
  }
  const definition = filterKey(key.name);
  if (!definition) {
    const known = FILTER_KEYS.filter(({ inGroups }) => inGroups || use === 'search').map((each) => `${each.key}:`);
    throw new DeviceFilterError(key.span, 'known-key', `has no key "${key.name}:"; there is ${known.join(' ')}`);
  }
  if (use === 'group' && !definition.inGroups) {
    throw new DeviceFilterError(
      key.span,
      'kept-fact',
      `cannot depend on "${definition.key}:", which changes by itself; it is for searching`,
    );
  }
  return {
    kind: 'key',
    not,
    key: definition.key,
    values: values.map((value) => valueOf(wellWritten(value, use), definition)),
    span,
  };
}

/** Refuses what is wrong whatever the key is. */
function wellWritten(value: RawValue, use: FilterUse): RawValue {
  const { span, pattern, closed, tailed } = value;
  if (tailed)
    throw new DeviceFilterError({ from: span.to, to: span.to + 1 }, 'quotes', 'needs a space behind the closing quote');
  if (!closed && use === 'group')
    throw new DeviceFilterError({ from: span.to, to: span.to }, 'quotes', 'lacks the closing quote');
  if (pattern.length === 1 && pattern[0]!.trim() === '')
    throw new DeviceFilterError(span, 'missing', 'lacks a value here');
  return value;
}

function valueOf(value: RawValue, definition: KeyDefinition): FilterValue {
  switch (definition.kind) {
    case 'choice':
      return choiceOf(value, definition) ?? unknownValue(value, definition);
    case 'choice-or-text':
      return choiceOf(value, definition) ?? textOf(value, definition);
    case 'version':
      return versionOf(value);
    case 'age':
      return ageOf(value);
    default:
      return textOf(value, definition);
  }
}

function textOf({ span, comparison, pattern }: RawValue, { key, kind }: KeyDefinition): FilterValue {
  if (comparison !== null && comparison !== '=') {
    throw new DeviceFilterError(span, 'comparison', `cannot compare "${key}:" by ${comparison}; only = is possible`);
  }
  return { is: 'text', pattern, exactly: kind === 'label' || comparison === '=' || pattern.length > 1 };
}

function choiceOf({ comparison, pattern }: RawValue, definition: KeyDefinition): FilterValue | null {
  const said = plainText(pattern)?.toLowerCase().replaceAll('_', '-');
  const choice = choicesOf(definition).find((each) => each === said);
  return choice === undefined || (comparison !== null && comparison !== '=') ? null : { is: 'choice', choice };
}

function unknownValue({ span }: RawValue, definition: KeyDefinition): never {
  throw new DeviceFilterError(
    span,
    'known-value',
    `knows "${definition.key}:" only as ${choicesOf(definition).join(', ')}`,
  );
}

const VERSION = /^\d{1,9}(\.\d{1,9}){0,5}$/;

function versionOf({ span, comparison, pattern }: RawValue): FilterValue {
  const version = plainText(pattern);
  if (version === null || !VERSION.test(version)) {
    throw new DeviceFilterError(span, 'version', 'needs a version of one to six numbers here, such as 10.0.19045');
  }
  return { is: 'version', comparison: comparison ?? 'begins', version };
}

const AGE = /^(\d{1,5})([mhdw])$/;

function ageOf({ span, comparison, pattern }: RawValue): FilterValue {
  const [, count, unit] = AGE.exec(plainText(pattern)?.toLowerCase() ?? '') ?? [];
  if (count === undefined)
    throw new DeviceFilterError(span, 'age', 'needs an age here, such as >30d; m, h, d and w are known');
  if (comparison === null || comparison === '=') {
    throw new DeviceFilterError(
      span,
      'comparison',
      `needs to know whether longer ago or not: >${count}${unit} or <${count}${unit}`,
    );
  }
  return {
    is: 'age',
    comparison: comparison satisfies Exclude<Comparison, '='>,
    count: Number(count),
    unit: unit as AgeUnit,
  };
}

function plainText(pattern: Pattern): string | null {
  return pattern.length === 1 ? pattern[0]! : null;
}
