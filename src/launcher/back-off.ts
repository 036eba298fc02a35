/** How long to wait before a crashed process is started again: a quarter of a second, doubling to half a minute, from the beginning after a minute of health. */
export class BackOff {
  private failures = 0;

  constructor(
    private readonly firstMs = 250,
    private readonly longestMs = 30_000,
    private readonly healthyAfterMs = 60_000,
  ) {}

  /** The wait after a run that lasted `ranMs`. */
  waitMs(ranMs: number): number {
    if (ranMs >= this.healthyAfterMs) this.failures = 0;
    return Math.min(this.firstMs * 2 ** this.failures++, this.longestMs);
  }
}
