const FIRST_MS = 500;
const LAST_MS = 15_000;

/** How long to wait before the next try: 0.5, 1, 2, 4, 8 and then always 15 seconds. */
export function retryInMs(failures: number): number {
  return Math.min(FIRST_MS * 2 ** failures, failures > 4 ? LAST_MS : Infinity);
}

/** Comes back after every loss, later each time, until it is told to stop. */
export class Retries {
  private failures = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly attempt: () => void) {}

  /** Plans the next attempt and says in how many milliseconds it comes; one that was asked to be patient waits longest. */
  lost(patiently = false): number {
    clearTimeout(this.timer);
    const waitMs = patiently ? LAST_MS : retryInMs(this.failures);
    this.failures += 1;
    this.timer = setTimeout(this.attempt, waitMs);
    return waitMs;
  }

  succeeded(): void {
    this.failures = 0;
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
