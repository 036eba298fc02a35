import { createHash } from 'node:crypto';
import type { Tx } from './unit-of-work.js';

const names = new Map<string, string>();

/**
 * Runs a statement that each connection plans once and keeps: for a large one that runs often over few rows, of which planning takes
 * longer than running. What it reads must be found by keys alone, since the plan knows nothing of the values.
 */
export async function prepared<Row>(tx: Tx, text: string, values: readonly unknown[]): Promise<Row[]> {
  // The driver takes a name with the text; TypeORM hands on what it is given.
  return tx.query({ name: nameOf(text), text } as unknown as string, [...values]);
}

/** A connection refuses one name for two texts. */
function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) names.set(text, (name = createHash('sha256').update(text).digest('hex').slice(0, 32)));
  return name;
}
