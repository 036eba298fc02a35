import { filterKey } from './filter-keys.js';
import type { DeviceFilter, FilterTerm, FilterValue, Pattern } from './syntax-tree.js';

/** The filter in its plainest words; what is printed reads as the same filter, and prints the same again. */
export function printDeviceFilter({ terms }: Pick<DeviceFilter, 'terms'>): string {
  return terms.map(printFilterTerm).join(' ');
}

/** One term, as it would stand in a filter. */
export function printFilterTerm(term: FilterTerm): string {
  const not = term.not ? '-' : '';
  if (term.kind === 'word') return not + printPattern(term.pattern, /^-|^[A-Za-z]+:|[\s"]/);
  return `${not}${term.key}:${term.values.map((value) => printValue(value, filterKey(term.key)?.kind === 'label')).join(',')}`;
}

/** A text as the value of a key, in quotes where it needs them; its asterisks mean themselves. */
export function printFilterText(text: string): string {
  return printPattern([text], UNSAFE_IN_VALUE);
}

const UNSAFE_IN_VALUE = /^[<>=]|[\s",]/;

function printValue(value: FilterValue, wholeAnyway: boolean): string {
  switch (value.is) {
    case 'choice':
      return value.choice;
    case 'version':
      return (value.comparison === 'begins' ? '' : value.comparison) + value.version;
    case 'age':
      return `${value.comparison}${value.count}${value.unit}`;
    case 'text':
      return (
        (value.exactly && !wholeAnyway && value.pattern.length === 1 ? '=' : '') +
        printPattern(value.pattern, UNSAFE_IN_VALUE)
      );
  }
}

/** `unsafe` finds what would be read as something else without quotes; a literal asterisk always would. */
function printPattern(pattern: Pattern, unsafe: RegExp): string {
  const plain = pattern.join('*');
  if (plain !== '' && !unsafe.test(plain) && !pattern.some((piece) => piece.includes('*'))) return plain;
  return `"${pattern.map((piece) => piece.replace(/["\\*]/g, '\\$&')).join('*')}"`;
}
