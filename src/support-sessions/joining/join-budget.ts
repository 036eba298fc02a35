import { Inject, Injectable } from '@nestjs/common';
import type { ProofOfWork } from '../../../contracts/guest-protocol.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { addressPrefix } from '../../platform/http/index.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { ProofsOfWork, type ProofSubject } from './proof-of-work.js';

const FAILURES_PER_MINUTE = 5;
const FREE_FAILURES_PER_SECOND = 10;
/** How long work is asked for after the last second with too many failures. */
const WORK_SECONDS = 15;
/** How long one process may not know that another has begun to ask for work. */
const PRESSURE_KNOWN_MS = 250;

/** One try that was let through: says how it ended. */
export interface Admitted {
  succeed(): Promise<void>;
  fail(): Promise<void>;
}

/**
 * Bounds the guessing of codes, for all web processes together: five failures a minute and network, and above ten failures a second
 * of everybody each further try costs a proof of work. A try is charged before it is looked at and given back when it was good, so
 * that tries sent at once count like tries sent in turn. While work is asked for, whoever brings none costs the database nothing.
 */
@Injectable()
export class JoinBudget {
  private readonly proofs: ProofsOfWork;
  private workUntil = 0;
  private knownAt = 0;
  private underWay = 0;

  constructor(
    private readonly unit: UnitOfWork,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) ids: Ids,
    @Inject(WEB_CONFIG) { accountsKey }: WebConfig,
  ) {
    this.proofs = new ProofsOfWork(accountsKey, ids);
  }

  /** Lets a try through, or throws RA-GST-02: with a challenge where work is asked for. */
  async admit(passHash: Buffer, address: string, proof: ProofOfWork | undefined): Promise<Admitted> {
    const network = addressPrefix(address);
    await this.demandWork({ passHash, network }, proof);
    this.underWay += 1;
    try {
      await this.charge(network);
    } catch (error) {
      this.underWay -= 1;
      throw error;
    }
    return {
      succeed: async () => {
        this.underWay -= 1;
        await this.unit.reads.query('UPDATE support_join_tries SET failures = greatest(failures - 1, 0) WHERE network = $1', [network]);
      },
      fail: async () => {
        this.underWay -= 1;
        await this.noteFailure();
      },
    };
  }

  private async demandWork(subject: ProofSubject, proof: ProofOfWork | undefined): Promise<void> {
    // Tries under way may all turn out to be guesses.
    if (this.underWay < FREE_FAILURES_PER_SECOND && !(await this.isUnderPressure())) return;
    const now = this.clock.now();
    const solved = proof && this.proofs.solved(subject, proof, now);
    if (solved && (await this.isFirstUse(solved.id, solved.expiresAt))) return;
    throw new DomainError('RA-GST-02', 'Many wrong codes are being entered just now, so this one takes a moment of your computer’s work.', {
      extra: { proofOfWork: this.proofs.challenge(subject, now) },
    });
  }

  private async isUnderPressure(): Promise<boolean> {
    const now = this.clock.now().getTime();
    if (now < this.workUntil) return true;
    if (now - this.knownAt < PRESSURE_KNOWN_MS && now >= this.knownAt) return false;
    this.knownAt = now;
    const [{ leftMs }]: [{ leftMs: number }] = await this.unit.reads.query(
      'SELECT greatest(extract(epoch FROM work_until - clock_timestamp()) * 1000, 0)::float AS "leftMs" FROM support_join_pressure',
    );
    this.workUntil = now + leftMs;
    return leftMs > 0;
  }

  private async isFirstUse(challenge: Buffer, expiresAt: Date): Promise<boolean> {
    const stored: unknown[] = await this.unit.reads.query('INSERT INTO support_work_done (challenge, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1', [challenge, expiresAt]);
    return stored.length === 1;
  }

  private async charge(network: string): Promise<void> {
    const [{ failures, waitSeconds }]: [{ failures: number; waitSeconds: number }] = await this.unit.reads.query(
      `INSERT INTO support_join_tries AS t (network, failures, began_at) VALUES ($1, 1, clock_timestamp())
       ON CONFLICT (network) DO UPDATE SET
         failures = CASE WHEN t.began_at < clock_timestamp() - interval '1 minute' THEN 1 ELSE least(t.failures + 1, $2 + 1) END,
         began_at = CASE WHEN t.began_at < clock_timestamp() - interval '1 minute' THEN clock_timestamp() ELSE t.began_at END
       RETURNING failures, ceil(extract(epoch FROM began_at + interval '1 minute' - clock_timestamp()))::int AS "waitSeconds"`,
      [network, FAILURES_PER_MINUTE],
    );
    if (failures <= FAILURES_PER_MINUTE) return;
    const retryAfterSeconds = Math.max(1, waitSeconds);
    throw new DomainError('RA-GST-02', `Too many wrong codes. Try again in ${retryAfterSeconds} seconds.`, { retryAfterSeconds });
  }

  private async noteFailure(): Promise<void> {
    const [{ leftMs }]: [{ leftMs: number }] = await this.unit.reads.query(
      `WITH now AS (SELECT clock_timestamp() AS at, floor(extract(epoch FROM clock_timestamp()))::bigint AS second),
            counted AS (
         UPDATE support_join_pressure p SET second = now.second, failures = CASE WHEN p.second = now.second THEN p.failures + 1 ELSE 1 END,
                work_until = CASE WHEN p.second = now.second AND p.failures + 1 > $1 THEN now.at + make_interval(secs => $2) ELSE p.work_until END
           FROM now RETURNING greatest(extract(epoch FROM p.work_until - now.at) * 1000, 0)::float AS left_ms)
       SELECT left_ms AS "leftMs" FROM counted`,
      [FREE_FAILURES_PER_SECOND, WORK_SECONDS],
    );
    this.workUntil = Math.max(this.workUntil, this.clock.now().getTime() + leftMs);
  }
}
