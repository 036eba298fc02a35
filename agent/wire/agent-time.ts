/** Milliseconds that only ever grow, whatever happens to the wall clock. */
export type Monotonic = () => number;

/**
 * Time as an endpoint agent lives it: what the server said at the last hello, plus what has passed since, and never
 * before a moment that a signed instruction has proven. The device's own wall clock takes no part.
 */
export class AgentTime {
  private serverTimeMs = Number.NEGATIVE_INFINITY;
  private heardAtMs = 0;

  constructor(
    private readonly monotonic: Monotonic,
    private provenMs = 0,
  ) {}

  hello(serverTime: string): void {
    this.serverTimeMs = Date.parse(serverTime);
    this.heardAtMs = this.monotonic();
  }

  /** How far a wall clock that shows this moment is ahead of the server's; 0 before the first hello. */
  skewOf(wallClockMs: number): number {
    return Number.isFinite(this.serverTimeMs) ? wallClockMs - (this.serverTimeMs + this.monotonic() - this.heardAtMs) : 0;
  }

  /** A valid signature over `issuedAt` proves that this moment has come. */
  prove(issuedAt: string): void {
    this.provenMs = Math.max(this.provenMs, Date.parse(issuedAt));
  }

  now(): Date {
    return new Date(Math.max(this.serverTimeMs + this.monotonic() - this.heardAtMs, this.provenMs));
  }
}
