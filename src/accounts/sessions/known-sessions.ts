import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { readRevokeHint } from '../../platform/wake-ups/revoke-hint.js';
import { WakeUps } from '../../platform/wake-ups/wake-ups.js';
import type { Operator } from '../roles/operator.js';

/** What is known is asked for anew after this long: the longest that a lost hint keeps an ended session alive. */
const KNOWN_FOR_MS = 2_000;
const MOST_KNOWN = 10_000;

interface Known {
  readonly operator: Operator;
  readonly sinceMs: number;
}

/**
 * Who holds which session, kept for a moment, so that not every request asks the database (P17). An end of a session and a change
 * of what its holder may do is forgotten at its commit here, and at the hint about it in the other processes.
 */
@Injectable()
export class KnownSessions implements OnModuleInit, OnApplicationShutdown {
  private readonly byToken = new Map<string, Known>();
  private readonly stops: (() => void)[] = [];
  private forgotten = 0;

  constructor(
    private readonly wakeUps: WakeUps,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.stops.push(this.wakeUps.on('authority', (operatorId) => this.forget(({ id }) => operatorId === '' || id === operatorId)));
    this.stops.push(this.wakeUps.on('revoke', (key) => this.revoked(key)));
  }

  onApplicationShutdown(): void {
    for (const stop of this.stops) stop();
  }

  /** The holder of the token with this hash, from memory where it is fresh, else from `look`. */
  async holderOf(tokenHash: Buffer, look: () => Promise<Operator | null>): Promise<Operator | null> {
    const key = tokenHash.toString('base64');
    const known = this.byToken.get(key);
    if (known && this.isFresh(known)) return known.operator;
    this.byToken.delete(key);
    const forgottenBefore = this.forgotten;
    const operator = await look();
    // What was forgotten meanwhile may be what was just read.
    if (operator && this.forgotten === forgottenBefore) this.remember(key, operator);
    return operator;
  }

  /** Forgets the sessions of these holders, and whatever is being read at this moment. */
  forget(isMeant: (holder: Operator) => boolean): void {
    this.forgotten++;
    for (const [key, { operator }] of this.byToken) if (isMeant(operator)) this.byToken.delete(key);
  }

  private remember(key: string, operator: Operator): void {
    const [oldest] = this.byToken.keys();
    if (oldest !== undefined && this.byToken.size >= MOST_KNOWN) this.byToken.delete(oldest);
    this.byToken.set(key, { operator, sinceMs: this.clock.now().getTime() });
  }

  /** A clock that was set back makes nothing fresh. */
  private isFresh({ sinceMs }: Known): boolean {
    const age = this.clock.now().getTime() - sinceMs;
    return age >= 0 && age < KNOWN_FOR_MS;
  }

  private revoked(key: string): void {
    if (key === '') return this.forget(() => true);
    const { kind, id } = readRevokeHint(key) ?? {};
    if (kind === 'operator') this.forget((holder) => holder.id === id);
    if (kind === 'session') this.forget((holder) => holder.sessionId === id);
  }
}
