const GAP_MS = 1_000;
const AT_ONCE = 5;

/** Waits; a close wakes nobody, so waits are short. */
export type Pause = (ms: number) => Promise<void>;

/** At most one question a second in the long run, a few at once after a rest: the server answers tight loops with empty lists. */
export class Pacing {
  private due = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly pause: Pause,
    private readonly nowMs: () => number,
  ) {}

  async turn(): Promise<void> {
    const now = this.nowMs();
    const waitMs = this.due - (AT_ONCE - 1) * GAP_MS - now;
    this.due = Math.max(this.due, now) + GAP_MS;
    if (waitMs > 0) await this.pause(waitMs);
  }
}
