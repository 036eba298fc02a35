import type { Clock } from '../../platform/clock.js';

const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;
/** Whoever has not failed for so long begins anew. */
const FORGOTTEN_AFTER_MS = 15 * 60_000;
const SWEPT_ABOVE = 10_000;

interface Failures {
  readonly count: number;
  readonly latestAt: number;
}

/**
 * After some failures that anybody may have, each further one doubles the time until the next try is looked at: a second, two, four,
 * at most five minutes. So a guesser is slow long before a budget is spent, and nobody waits for long who only mistyped.
 */
export class GrowingDelays {
  private readonly failures = new Map<string, Failures>();

  constructor(
    private readonly free: number,
    private readonly clock: Clock,
  ) {}

  /** How long is still to be waited under this key; 0: not at all. */
  waitMs(key: string): number {
    const { count, latestAt } = this.recent(key);
    if (count <= this.free) return 0;
    const delay = Math.min(LONGEST_MS, FIRST_MS * 2 ** (count - this.free - 1));
    return Math.max(0, latestAt + delay - this.clock.now().getTime());
  }

  fail(key: string): void {
    const { count } = this.recent(key);
    this.failures.set(key, { count: count + 1, latestAt: this.clock.now().getTime() });
    if (this.failures.size > SWEPT_ABOVE) this.sweep();
  }

  succeed(key: string): void {
    this.failures.delete(key);
  }

  private recent(key: string): Failures {
    const known = this.failures.get(key);
    return known && known.latestAt + FORGOTTEN_AFTER_MS > this.clock.now().getTime() ? known : { count: 0, latestAt: 0 };
  }

  private sweep(): void {
    for (const key of this.failures.keys()) if (this.recent(key).count === 0) this.failures.delete(key);
  }
}
