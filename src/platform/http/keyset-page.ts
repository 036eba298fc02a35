import type { Conditions } from '../database/conditions.js';
import { sqlState, type Tx } from '../database/unit-of-work.js';
import { DomainError } from '../errors/domain-error.js';
import type { ListQuery } from './list.query.js';
import { type OrderedKey, readCursor, type SortableColumns, sortOrder, writeCursor } from './sort-order.js';

/** Counting stops here: whoever has more than this many rows wants filters, not an exact number. */
export const TOTAL_CAP = 10_000;

/** How one kind of list is read. */
export interface ListShape {
  /** Tables with their aliases, as narrow as the filters and sort keys allow. */
  readonly from: string;
  /** The column that identifies a row. */
  readonly id: string;
  /** UUID unless said. */
  readonly idType?: 'uuid' | 'integer' | 'text';
  readonly sortable: SortableColumns;
  readonly defaultSort: string;
}

export interface PageOfIds {
  readonly ids: readonly string[];
  readonly nextCursor: string | null;
  readonly total: number;
  readonly totalIsCapped: boolean;
}

export interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
  readonly total: number;
  readonly totalIsCapped: boolean;
}

/** One page of ids by keyset, so that the last page costs what the first does; the wide rows are joined to them afterwards. */
export async function pageOfIds(tx: Tx, shape: ListShape, query: ListQuery, where: Conditions): Promise<PageOfIds> {
  const sort = query.sort ?? shape.defaultSort;
  const keys = sortOrder(shape.sortable, sort, { sql: shape.id, type: shape.idType ?? 'uuid' });
  const limit = query.limit ?? 50;
  const paged = where.fork();
  if (query.cursor !== undefined) paged.and(after(keys, readCursor(query.cursor, sort, keys), paged));
  const found = await refusingMalformed(() =>
    tx.query<Record<string, string>[]>(
      `SELECT ${keys.map((key, index) => `(${key.sql})::text AS k${index}`).join(', ')}
           FROM ${shape.from} WHERE ${paged.sql}
          ORDER BY ${keys.map((key) => `${key.sql} ${key.descending ? 'DESC' : 'ASC'}`).join(', ')}
          LIMIT ${limit + 1}`,
      paged.values,
    ),
  );
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  const counted: { n: number }[] = await tx.query(
    `SELECT count(*)::int AS n FROM (SELECT 1 FROM ${shape.from} WHERE ${where.sql} LIMIT ${TOTAL_CAP + 1}) AS counted`,
    where.values,
  );
  const total = counted[0]?.n ?? 0;
  return {
    ids: rows.map((row) => row[`k${keys.length - 1}`]!),
    nextCursor: last
      ? writeCursor(
          sort,
          keys.map((_, index) => last[`k${index}`]!),
        )
      : null,
    total: Math.min(total, TOTAL_CAP),
    totalIsCapped: total > TOTAL_CAP,
  };
}

/** The page of ids, filled; what vanished in between is left out. */
export function filledPage<T extends { readonly id: string }>(page: PageOfIds, found: readonly T[]): Page<T> {
  const byId = new Map(found.map((item) => [item.id, item]));
  return { ...withoutIds(page), items: page.ids.flatMap((id) => byId.get(id) ?? []) };
}

function withoutIds({ nextCursor, total, totalIsCapped }: PageOfIds): Omit<Page<never>, 'items'> {
  return { nextCursor, total, totalIsCapped };
}

/** `(a, b) > (x, y)` spelled out, because the directions of the keys may differ. */
function after(keys: readonly OrderedKey[], values: readonly string[], where: Conditions): string {
  const bound = keys.map((key, index) => `${where.bind(values[index])}::${key.type}`);
  return keys
    .map((key, index) => {
      const equals = keys.slice(0, index).map((earlier, at) => `${earlier.sql} = ${bound[at]}`);
      return `(${[...equals, `${key.sql} ${key.descending ? '<' : '>'} ${bound[index]}`].join(' AND ')})`;
    })
    .join(' OR ');
}

/** A cursor may look right and still hold what PostgreSQL cannot read, such as the 31st of February. */
async function refusingMalformed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (sqlState(error)?.startsWith('22')) throw new DomainError('API-INPUT-03', 'The cursor is not one of ours.');
    throw error;
  }
}
