import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { addressPrefix, tooMany } from '../../platform/http/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';

const WINDOW_SECONDS = 15 * 60;
const FAILURES_PER_ACCOUNT = 10;
const FAILURES_PER_NETWORK = 50;

/**
 * Bounds guessing: ten failures in a quarter of an hour per account, fifty per network, known or unknown account alike.
 * A network from which the account has signed in before has a budget of its own, so that strangers cannot lock anybody out.
 */
@Injectable()
export class LoginBudget {
  private readonly accounts = new RateLimiterMemory({ points: FAILURES_PER_ACCOUNT, duration: WINDOW_SECONDS });
  private readonly networks = new RateLimiterMemory({ points: FAILURES_PER_NETWORK, duration: WINDOW_SECONDS });

  constructor(private readonly unit: UnitOfWork) {}

  /** The keys under which a failure would count; refuses when one of them is spent. */
  async admit(email: string, ip: string): Promise<{ fail(): Promise<void>; succeed(): Promise<void> }> {
    const network = addressPrefix(ip);
    const account = `${createHash('sha256').update(email.toLowerCase()).digest('base64url')} ${(await this.isKnown(email, network)) ? network : 'elsewhere'}`;
    const spent = await Promise.all([this.accounts.get(account), this.networks.get(network)]);
    const waits = spent.filter((each) => each !== null && each.remainingPoints <= 0).map((each) => each!.msBeforeNext);
    if (waits.length > 0) throw tooMany(Math.max(...waits));
    return {
      fail: async () => {
        await Promise.all([this.accounts.penalty(account), this.networks.penalty(network)]);
      },
      succeed: async () => {
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
