import { createHmac, randomBytes } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { type Actor, recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { addressPrefix } from '../../platform/http/index.js';

const MINUTE_MS = 60_000;
/** Addresses of nobody that get rows of their own in one minute; all beyond them share one. */
const UNKNOWN_PER_MINUTE = 20;
const NETWORKS_TOLD = 5;
const NOBODY: Actor = { kind: 'system', id: null, name: 'Nobody signed in' };

/** Whose account was tried; null where no account has this address. */
type Tried = { readonly id: string; readonly name: string } | null;

interface Tally {
  readonly id: string | null;
  readonly name: string;
  /** Failures of this minute that no row tells yet. */
  untold: number;
  isTold: boolean;
  readonly networks: Set<string>;
}

/**
 * Puts failed logins into the audit log: the first of an account at once, what follows within the minute as one row with its
 * count. However many addresses are tried from however many networks, a minute fills no more than a known number of rows.
 */
@Injectable()
export class FailedLogins implements BeforeApplicationShutdown {
  private readonly log = new Logger('FailedLogins');
  private tallies = new Map<string, Tally>();
  /** Somebody types a password for an address sooner or later: its mark must be worth nothing to who reads the log. */
  private readonly key = randomBytes(32);

  constructor(private readonly unit: UnitOfWork) {}

  /**
   * Neither the password nor, where nobody has it, the address is kept. Never rejects; nobody who is refused may wait for it,
   * since how long it takes tells whether there is such an account.
   */
  async note(tried: Tried, email: string, ip: string, requestId: string): Promise<void> {
    const tally = this.tallyOf(tried, email);
    tally.networks.add(addressPrefix(ip));
    tally.untold += 1;
    if (!tally.isTold) await this.tell(tally, requestId);
  }

  /** Tells what the minute has counted, and begins the next one. */
  @Interval('failed-logins', MINUTE_MS)
  async flush(): Promise<void> {
    const counted = [...this.tallies.values()].filter(({ untold }) => untold > 0);
    this.tallies = new Map();
    for (const tally of counted) await this.tell(tally);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush();
  }

  private tallyOf(tried: Tried, email: string): Tally {
    const mark = createHmac('sha256', this.key).update(email.toLowerCase()).digest('base64url').slice(0, 12);
    const key = tried?.id ?? (this.tallies.has(mark) || this.unknown() < UNKNOWN_PER_MINUTE ? mark : '');
    const known = this.tallies.get(key);
    if (known) return known;
    const name = tried?.name ?? (key === '' ? 'many unknown addresses' : `unknown address ${mark}`);
    const tally: Tally = { id: tried?.id ?? null, name, untold: 0, isTold: false, networks: new Set() };
    this.tallies.set(key, tally);
    return tally;
  }

  private unknown(): number {
    return [...this.tallies.values()].filter(({ id }) => id === null).length;
  }

  private async tell(tally: Tally, requestId?: string): Promise<void> {
    const { id, name, untold, networks } = tally;
    tally.untold = 0;
    tally.isTold = true;
    const told = [...networks].slice(0, NETWORKS_TOLD);
    const others = networks.size - told.length;
    const fact = {
      action: 'session.refuse',
      subject: { kind: 'user', id, name },
      changes: { failures: [null, untold], networks: [null, others > 0 ? [...told, `and ${others} more`] : told] },
    } as const;
    await this.unit
      .run((tx) => recordAudit(tx, { ...NOBODY, requestId }, fact))
      .catch((error: unknown) => this.log.warn(`${untold} failed logins could not be recorded: ${String(error)}`));
  }
}
