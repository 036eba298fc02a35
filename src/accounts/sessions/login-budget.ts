import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { addressPrefix, tooMany } from '../../platform/http/index.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { GrowingDelays } from './growing-delays.js';

const WINDOW_SECONDS = 15 * 60;
const FAILURES_PER_ACCOUNT = 10;
const FAILURES_PER_NETWORK = 50;
/** Failures that cost no time: of one person who mistypes, and of all who share a network. */
const FREE_PER_ACCOUNT = 3;
const FREE_PER_NETWORK = 20;

/**
 * Bounds guessing: ten failures in a quarter of an hour per account, fifty per network, known or unknown account alike, and a delay
 * before the next try that doubles with each of them.
 * Each step has its own budget, so that who does not know the password cannot spend that of the second factor.
 * A network from which the account has signed in before has a budget of its own, so that strangers cannot lock anybody out.
 */
@Injectable()
export class LoginBudget {
  private readonly accounts = new RateLimiterMemory({ points: FAILURES_PER_ACCOUNT, duration: WINDOW_SECONDS });
  private readonly networks = new RateLimiterMemory({ points: FAILURES_PER_NETWORK, duration: WINDOW_SECONDS });

  private readonly accountDelays: GrowingDelays;
  private readonly networkDelays: GrowingDelays;

  constructor(
    private readonly unit: UnitOfWork,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.accountDelays = new GrowingDelays(FREE_PER_ACCOUNT, clock);
    this.networkDelays = new GrowingDelays(FREE_PER_NETWORK, clock);
  }

  /** The keys under which a failure would count, that of the network alone where nobody is named yet; refuses when one is spent. */
  async admit(email: string | null, ip: string, step: 'password' | 'second-step' | 'step-up' = 'password'): Promise<{ fail(): Promise<void>; succeed(): Promise<void> }> {
    const network = addressPrefix(ip);
    const account = email === null ? null : `${step} ${createHash('sha256').update(email.toLowerCase()).digest('base64url')} ${(await this.isKnown(email, network)) ? network : 'elsewhere'}`;
    const spent = await Promise.all([account === null ? null : this.accounts.get(account), this.networks.get(network)]);
    const waits = spent.filter((each) => each !== null && each.remainingPoints <= 0).map((each) => each!.msBeforeNext);
    waits.push(account === null ? 0 : this.accountDelays.waitMs(account), this.networkDelays.waitMs(network));
    const wait = Math.max(...waits);
    if (wait > 0) throw tooMany(wait);
    return {
      fail: async () => {
        if (account !== null) this.accountDelays.fail(account);
        this.networkDelays.fail(network);
        await Promise.all([account === null ? null : this.accounts.penalty(account), this.networks.penalty(network)]);
      },
      succeed: async () => {
        if (account === null) return;
        this.accountDelays.succeed(account);
        await this.accounts.delete(account);
      },
    };
  }

  private async isKnown(email: string, network: string): Promise<boolean> {
    const addresses: { ip: string }[] = await this.unit.reads.query(
      `SELECT DISTINCT s.ip FROM operator_session s JOIN operator o ON o.id = s.operator_id
        WHERE lower(o.email) = lower($1) AND s.ip IS NOT NULL AND s.created_at > now() - interval '30 days' LIMIT 200`,
      [email],
    );
    return addresses.some(({ ip }) => addressPrefix(ip) === network);
  }
}
