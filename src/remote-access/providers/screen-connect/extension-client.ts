import { requestPinned, type PinnedAnswer } from '../../fetch-pinned.js';
import { ProviderError } from '../../provider.js';
import type { OutboundRules } from '../../../platform/off-box/outbound-address.js';
import type { Breaker } from './breaker.js';
import { dataIn, networkRefusal, refusalIn } from './extension-refusals.js';
import type { Pacing, Pause } from './pacing.js';

/** The same on every server. */
const EXTENSION = '2d558935-686a-4bd0-9991-07539f5fe749';
const LARGEST_ANSWER = 1024 * 1024;
const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 1_000;

export type ReadingMethod = 'GetSessionBySessionID' | 'GetSessionsByFilter';
export type WritingMethod = 'UpdateSessionCustomProperties' | 'CreateSession';

export interface ExtensionClientOptions {
  /** Without a slash at its end. */
  readonly base: string;
  /** A server-wide administrator's credential. */
  readonly secret: string;
  readonly origin: string;
  readonly outbound: OutboundRules;
  readonly pacing: Pacing;
  readonly breaker: Breaker;
  readonly pause: Pause;
}

/**
 * Calls the RESTful API Manager extension, the only documented surface; the methods that it may call are named in its types. What
 * reads is asked again; what writes is sent again only when the server has said that it did not take it.
 */
export class ExtensionClient {
  private readonly closing = new AbortController();

  constructor(private readonly options: ExtensionClientOptions) {}

  read(method: ReadingMethod, values: readonly unknown[]): Promise<unknown> {
    return this.ask(method, values, true);
  }

  write(method: WritingMethod, values: readonly unknown[]): Promise<unknown> {
    return this.ask(method, values, false);
  }

  /** Ends what is under way. */
  close(): void {
    this.closing.abort();
  }

  private async ask(method: string, values: readonly unknown[], reading: boolean): Promise<unknown> {
    const { breaker } = this.options;
    const closed = breaker.refusal();
    if (closed) throw closed;
    for (let attempt = 1; ; attempt++) {
      const answer = await this.once(method, values);
      const refusal = answer instanceof ProviderError ? answer : refusalIn(answer);
      if (!refusal && !(answer instanceof ProviderError)) {
        breaker.note(null);
        return dataIn(answer);
      }
      const notTaken = !(answer instanceof ProviderError) && (answer.status === 429 || answer.status === 503);
      const again = attempt < ATTEMPTS && !this.closing.signal.aborted && (notTaken || (reading && refusal!.kind === 'unavailable'));
      if (!again) {
        breaker.note(refusal);
        throw this.withoutSecret(refusal!);
      }
      await this.options.pause(refusal!.retryInMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1));
    }
  }

  private async once(method: string, values: readonly unknown[]): Promise<PinnedAnswer | ProviderError> {
    const { base, secret, origin, outbound, pacing } = this.options;
    await pacing.turn();
    try {
      return await requestPinned(new URL(`${base}/App_Extensions/${EXTENSION}/Service.ashx/${method}`), outbound, LARGEST_ANSWER, {
        method: 'POST',
        headers: { CTRLAuthHeader: secret, Origin: origin, 'Content-Type': 'application/json', Accept: 'application/json' },
        body: JSON.stringify(values),
        signal: this.closing.signal,
      });
    } catch (error) {
      if (error instanceof ProviderError) return networkRefusal(error);
      throw error;
    }
  }

  /** A server may repeat what it was sent. */
  private withoutSecret(refusal: ProviderError): ProviderError {
    if (!refusal.detail.includes(this.options.secret)) return refusal;
    return new ProviderError(refusal.kind, refusal.detail.replaceAll(this.options.secret, '…'), { retryInMs: refusal.retryInMs, code: refusal.code });
  }
}
