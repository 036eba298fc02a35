import { RateLimiterMemory } from 'rate-limiter-flexible';
import { addressPrefix, tooMany } from '../../platform/http/index.js';

const FAILED_TRIES_PER_MINUTE = 5;
const WAITING_PER_ADDRESS = 1000;

interface Lane {
  underWay: number;
  readonly waiting: (() => void)[];
}

/**
 * Allows five failed tries a minute and address, however many are sent at once; good ones are never counted, so a whole site
 * behind one address enrols at full speed. Throws API-RATE-01 with a jittered wait beyond that.
 */
export class FailedTries {
  private readonly failed = new RateLimiterMemory({ points: FAILED_TRIES_PER_MINUTE, duration: 60 });
  private readonly lanes = new Map<string, Lane>();

  async attempt<T>(address: string, isFailure: (error: unknown) => boolean, work: () => Promise<T>): Promise<T> {
    const source = addressPrefix(address);
    const lane = this.lanes.get(source) ?? { underWay: 0, waiting: [] };
    this.lanes.set(source, lane);
    if (lane.waiting.length >= WAITING_PER_ADDRESS) throw tooMany(1_000);
    try {
      await this.turn(source, lane);
      return await work();
    } catch (error) {
      if (isFailure(error)) await this.failed.penalty(source);
      throw error;
    } finally {
      this.leave(source, lane);
    }
  }

  /** Never more under way than may still fail. */
  private async turn(source: string, lane: Lane): Promise<void> {
    lane.underWay++;
    for (;;) {
      const counted = await this.failed.get(source);
      const left = FAILED_TRIES_PER_MINUTE - (counted?.consumedPoints ?? 0);
      if (left <= 0) throw tooMany(counted?.msBeforeNext ?? 60_000);
      if (lane.underWay <= left) return;
      lane.underWay--;
      await new Promise<void>((resolve) => lane.waiting.push(resolve));
      lane.underWay++;
    }
  }

  private leave(source: string, lane: Lane): void {
    lane.underWay--;
    // All of them look again: how many may go depends on how this one ended.
    for (const go of lane.waiting.splice(0)) go();
    if (lane.underWay === 0 && lane.waiting.length === 0) this.lanes.delete(source);
  }
}
