import type { DeviceFilter, FilterKey, FilterTerm, FilterValue, Pattern } from '../../../contracts/device-filter.js';
import { literally } from '../../platform/database/conditions.js';

/** Reserves a placeholder for a value of the statement and returns its name. */
export type Bind = (value: unknown) => string;

/** The SQL that is true where this value holds; false or null elsewhere. */
export type FactSql = (value: FilterValue, bind: Bind) => string;

/** How a list or a group finds what a filter says. */
export interface FilterFacts {
  readonly keys: Readonly<Partial<Record<FilterKey, FactSql>>>;
  /** One text in which words are looked for. */
  readonly words?: string;
}

/**
 * The SQL of a filter: one expression that is true for exactly the devices it means. A negated term is true wherever the
 * plain one is not, also where a fact is missing, so that the two always part the fleet in two.
 */
export function filterSql({ terms }: DeviceFilter, facts: FilterFacts, bind: Bind): string {
  return (
    terms
      .map((term) => (term.not ? `(${termSql(term, facts, bind)}) IS NOT TRUE` : `(${termSql(term, facts, bind)})`))
      .join(' AND ') || 'true'
  );
}

function termSql(term: FilterTerm, { keys, words }: FilterFacts, bind: Bind): string {
  if (term.kind === 'word') {
    if (words === undefined) throw new TypeError('words are not looked for here');
    return `${words} ILIKE ${bind(likePattern(term.pattern, false))}`;
  }
  const fact = keys[term.key];
  if (!fact) throw new TypeError(`"${term.key}" is not looked for here`);
  return term.values.map((value) => fact(value, bind)).join(' OR ');
}

/** One of these columns has the text. */
export function textIn(...columns: readonly string[]): FactSql {
  return (value, bind) => {
    if (value.is !== 'text') throw new TypeError(`${value.is} is no text`);
    const pattern = bind(likePattern(value.pattern, value.exactly));
    return columns.map((column) => `${column} ILIKE ${pattern}`).join(' OR ');
  };
}

/** The column holds the choice. */
export function choiceIn(column: string): FactSql {
  return (value, bind) => {
    if (value.is !== 'choice') throw new TypeError(`${value.is} is no choice`);
    return `${column} = ${bind(value.choice)}`;
  };
}

function likePattern(pattern: Pattern, exactly: boolean): string {
  const like = pattern.map(literally).join('%');
  return exactly ? like : `%${like}%`;
}
