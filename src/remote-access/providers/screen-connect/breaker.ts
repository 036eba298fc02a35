import { ProviderError } from '../../provider.js';

const OPENS_AFTER = 3;
const STAYS_OPEN_MS = 30_000;

/** Stops asking a server that several questions in a row got nothing from, so that nobody waits for it; one of them is tried again after a while. */
export class Breaker {
  private unanswered = 0;
  private openUntil = Number.NEGATIVE_INFINITY;

  constructor(private readonly nowMs: () => number) {}

  /** Null when the server may be asked. */
  refusal(): ProviderError | null {
    const retryInMs = Math.ceil(this.openUntil - this.nowMs());
    return retryInMs > 0 ? new ProviderError('unavailable', 'The server did not answer several times in a row; it is asked again soon.', { retryInMs }) : null;
  }

  /** A refusal is an answer, too, unless it says that there was none. */
  note(refusal: ProviderError | null): void {
    this.unanswered = refusal?.kind === 'unavailable' ? this.unanswered + 1 : 0;
    if (this.unanswered >= OPENS_AFTER) this.openUntil = this.nowMs() + STAYS_OPEN_MS;
  }
}
