/** Two measurements of the same thing, made one right after the other, in milliseconds. */
export interface Pair {
  readonly floorMs: number;
  readonly productMs: number;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 10_000;

/** The middle one; of an even number the mean of the two in the middle. Throws where there is none. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('nothing was measured');
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[upper]! : (sorted[upper - 1]! + sorted[upper]!) / 2;
}

/** The value that so many per cent of all are not above (nearest rank). Throws where there is none. */
export function percentile(values: readonly number[], percent: number): number {
  if (values.length === 0) throw new Error('nothing was measured');
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length, Math.ceil((percent / 100) * sorted.length)) - 1]!;
}

/** What the product takes longer than the floor, pair by pair, in the middle. */
export function pairedDifference(pairs: readonly Pair[]): number {
  return median(pairs.map(({ floorMs, productMs }) => productMs - floorMs));
}

/** The 95 % percentile-bootstrap interval of a statistic of pairs; the same seed gives the same interval. */
export function bootstrapInterval(pairs: readonly Pair[], statistic: (pairs: readonly Pair[]) => number, seed: number): Interval {
  const chance = seededChance(seed);
  const drawn = Array.from({ length: RESAMPLES }, () => statistic(pairs.map(() => pairs[Math.floor(chance() * pairs.length)]!)));
  drawn.sort((a, b) => a - b);
  return { low: drawn[Math.floor(0.025 * RESAMPLES)]!, high: drawn[Math.ceil(0.975 * RESAMPLES) - 1]! };
}

/** Mulberry32: numbers from 0 to 1 that are the same for the same seed. */
export function seededChance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
