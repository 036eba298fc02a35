import { DomainError } from '../errors/domain-error.js';
import { isUuid } from '../ids.js';

/** One thing to sort by: an expression that is never null, and its type for the cursor. */
export interface SortKey {
  readonly sql: string;
  readonly type: 'text' | 'timestamptz' | 'integer' | 'boolean' | 'uuid' | 'numeric[]';
  /** Keeps its direction when the column is sorted the other way round. */
  readonly steady?: true;
}

export interface OrderedKey extends SortKey {
  readonly descending: boolean;
}

/** The closed set of columns a list can be sorted by; one column may need several keys. */
export type SortableColumns = Readonly<Record<string, readonly SortKey[]>>;

/** The keys to order by, ending in the id so that no two rows are equal; refuses unknown and repeated columns. */
export function sortOrder(columns: SortableColumns, sort: string, id: SortKey): OrderedKey[] {
  const seen = new Set<string>();
  const keys = sort.split(',').flatMap((part) => {
    const name = part.replace(/^-/, '');
    const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
    if (!column || seen.has(name)) throw malformed('sort', `can be by ${Object.keys(columns).join(', ')}, each once`);
    seen.add(name);
    return column.map((key) => ({ ...key, descending: part.startsWith('-') && !key.steady }));
  });
  return [...keys, { ...id, descending: keys[0]?.descending ?? false }];
}

/** An opaque position in a sorted list. */
export function writeCursor(sort: string, values: readonly string[]): string {
  return Buffer.from(JSON.stringify([sort, ...values])).toString('base64url');
}

/** The values after which the next page begins; refuses a cursor of another sort, and anything that is no cursor. */
export function readCursor(cursor: string, sort: string, keys: readonly OrderedKey[]): string[] {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw malformed('cursor', 'is not one of ours');
  }
  const [of, ...values] = Array.isArray(parts) ? (parts as unknown[]) : [];
  if (of !== sort || values.length !== keys.length) throw malformed('cursor', 'belongs to another list or sort');
  return values.map((value, index) => {
    if (typeof value !== 'string' || !fits(value, keys[index]!.type)) throw malformed('cursor', 'is not one of ours');
    return value;
  });
}

const TIMESTAMP = /^(-?infinity|\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?)$/;

function fits(value: string, type: SortKey['type']): boolean {
  switch (type) {
    case 'text':
      return !value.includes('\0');
    case 'timestamptz':
      return TIMESTAMP.test(value);
    case 'integer':
      return /^-?\d{1,9}$/.test(value);
    case 'boolean':
      return value === 'true' || value === 'false';
    case 'uuid':
      return isUuid(value);
    case 'numeric[]':
      return /^\{(\d+(,\d+)*)?\}$/.test(value);
  }
}

function malformed(parameter: string, message: string): DomainError {
  return new DomainError('API-INPUT-03', `The ${parameter} ${message}.`, {
    errors: [{ pointer: `/${parameter}`, rule: parameter, message }],
  });
}
