import { sealedOtherwise, type SealedColumn } from '../database/sealed-columns.js';
import type { UnitOfWork } from '../database/unit-of-work.js';

const AT_ONCE = 100;

/** What seals from now on and opens what was sealed before: the keys of a process, or core's box. */
export interface Sealer {
  /** Stands in front of what it seals. */
  readonly id: Buffer;
  seal(purpose: string, plain: Buffer): Buffer;
  open(purpose: string, sealed: Buffer): Buffer;
}

/** A column of sealed secrets, and as what each of them is sealed. */
export interface Resealable<Row = Record<string, unknown>> extends SealedColumn {
  /** The columns of the table's primary key. */
  readonly key: readonly string[];
  /** What `purposeOf` needs, as expressions of SQL over the table `t`. */
  readonly facts?: string;
  purposeOf(row: Row): string;
}

/**
 * Seals what is in a column anew, a batch of rows at a time and each batch for itself: whoever is ended in the middle goes on with what is
 * left. A secret that somebody has written meanwhile stays as it was written. One that cannot be opened is left where it is.
 * Returns how many were sealed anew.
 */
export async function sealAnew(unit: UnitOfWork, sealer: Sealer, { table, column, key, facts, purposeOf }: Resealable): Promise<number> {
  const keys = key.map((name) => `t.${name}::text AS "key_${name}"`).join(', ');
  const order = key.map((name) => `t.${name}`).join(', ');
  const isRow = key.map((name, index) => `${name}::text = $${index + 3}`).join(' AND ');
  let done = 0;
  for (let passed = 0; ; ) {
    const rows: Record<string, unknown>[] = await unit.reads.query(
      `SELECT ${keys}, t.${column} AS sealed${facts ? `, ${facts}` : ''} FROM ${table} t WHERE ${sealedOtherwise(`t.${column}`)} ORDER BY ${order} LIMIT ${AT_ONCE} OFFSET ${passed}`,
      [sealer.id],
    );
    const anew = rows.flatMap((row) => {
      const sealed = row['sealed'] as Buffer;
      const plain = openedOrNull(sealer, purposeOf(row), sealed);
      return plain ? [{ row, before: sealed, after: sealer.seal(purposeOf(row), plain) }] : [];
    });
    passed += rows.length - anew.length;
    await unit.run(async (tx) => {
      for (const { row, before, after } of anew) {
        await tx.query(`UPDATE ${table} SET ${column} = $1 WHERE ${column} = $2 AND ${isRow}`, [after, before, ...key.map((name) => row[`key_${name}`])]);
      }
    });
    done += anew.length;
    if (rows.length < AT_ONCE) return done;
  }
}

function openedOrNull(sealer: Sealer, purpose: string, sealed: Buffer): Buffer | null {
  try {
    return sealer.open(purpose, sealed);
  } catch {
    return null;
  }
}
