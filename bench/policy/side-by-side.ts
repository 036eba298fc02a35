import { median } from '../paired-statistics.js';
import type { FleetDatabase } from './fleet-databases.js';

/** Milliseconds that one way of doing something took. */
export type Timed = () => Promise<number>;

/** Something the product does, beside the least that a program could do for the same result. */
export interface Contest {
  /** The goal of performance.md that it is about. */
  readonly goal: string;
  readonly what: string;
  prepare(database: FleetDatabase): Promise<{ readonly floor: Timed; readonly product: Timed; readonly others?: Readonly<Record<string, Timed>> }>;
}

/** Medians of one contest at one size. */
export interface Outcome {
  readonly goal: string;
  readonly what: string;
  readonly size: number;
  readonly floorMs: number;
  readonly productMs: number;
  readonly ratio: number;
  readonly othersMs: Readonly<Record<string, number>>;
}

/** Floor and product by turns, at all sizes by turns, so that whatever else this machine does disturbs all of them alike. */
export async function sideBySide(contest: Contest, databases: readonly FleetDatabase[], repeats: number): Promise<Outcome[]> {
  const lanes = await Promise.all(databases.map(async (database) => ({ database, ...(await contest.prepare(database)), seen: { floor: [] as number[], product: [] as number[] } })));
  const others = lanes.map(({ others: named = {} }) => Object.entries(named).map(([name, timed]) => ({ name, timed, seen: [] as number[] })));
  // The first round only warms caches and prepares statements.
  for (let round = -1; round < repeats; round++) {
    for (const [index, { floor, product, seen }] of lanes.entries()) {
      const [floorMs, productMs] = [await floor(), await product()];
      if (round >= 0) seen.floor.push(floorMs);
      if (round >= 0) seen.product.push(productMs);
      for (const other of others[index]!) {
        if (round >= 0) other.seen.push(await other.timed());
      }
    }
  }
  return lanes.map(({ database, seen }, index) => {
    const [floorMs, productMs] = [median(seen.floor), median(seen.product)];
    const othersMs = Object.fromEntries(others[index]!.map(({ name, seen: times }) => [name, median(times)]));
    return { goal: contest.goal, what: contest.what, size: database.size, floorMs, productMs, ratio: productMs / floorMs, othersMs };
  });
}

/** How long it takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
