import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { interval } from 'rxjs';
import { OperatorSessions, type Scope } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { IDS, type Ids } from '../../platform/ids.js';
import type { ChangeEvent } from '../../platform/wake-ups/change-event.js';
import { WakeUps } from '../../platform/wake-ups/wake-ups.js';
import { ChangeRing, type NumberedChange } from './change-ring.js';
import { visibleTo } from './visible-to.js';

/** One open console. */
export interface Listener {
  readonly sessionId: string;
  readonly operatorId: string;
  readonly scope: Scope;
  deliver(change: NumberedChange): void;
  /** Everything may have changed: hints were lost. */
  resync(): void;
  end(): void;
}

const LOOK_AFTER_SESSIONS_MS = 5_000;
const SITES_REMEMBERED = 10_000;

/**
 * Tells every open console what has changed in its scope. Hints may be lost; then consoles are told to read everything
 * again. A console whose session has ended is cut off within seconds, also when the hint about that was lost.
 */
@Injectable()
export class ChangeStream implements OnModuleInit, OnApplicationShutdown {
  private readonly listeners = new Set<Listener>();
  private readonly ring: ChangeRing;
  /** A site never changes its client, so this needs no refreshing. */
  private readonly clientOf = new Map<string, string>();
  private readonly stops: (() => void)[] = [];
  private delivering: Promise<void> = Promise.resolve();

  constructor(
    private readonly wakeUps: WakeUps,
    private readonly sessions: OperatorSessions,
    private readonly unit: UnitOfWork,
    @Inject(IDS) ids: Ids,
  ) {
    this.ring = new ChangeRing(ids.secret(6).toString('hex'));
  }

  onModuleInit(): void {
    this.stops.push(this.wakeUps.on('changed', (key) => this.changed(key)));
    this.stops.push(this.wakeUps.on('revoke', () => void this.cutEndedSessions()));
    const sweep = interval(LOOK_AFTER_SESSIONS_MS).subscribe(() => void this.cutEndedSessions());
    this.stops.push(() => sweep.unsubscribe());
  }

  onApplicationShutdown(): void {
    for (const stop of this.stops) stop();
    for (const listener of this.listeners) listener.end();
  }

  /** Begins with what was missed since `lastEventId`, or with a resync where that is no longer known. */
  open(listener: Listener, lastEventId: string | null): () => void {
    const missed = lastEventId === null ? [] : this.ring.since(lastEventId);
    if (missed === null) listener.resync();
    else for (const change of missed) if (visibleTo(listener, change)) listener.deliver(change);
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private changed(key: string): void {
    // One after the other, so that looking up a site never reorders what happened.
    this.delivering = this.delivering.then(() => this.deliver(key)).catch(() => this.resyncEverybody());
  }

  private async deliver(key: string): Promise<void> {
    if (key === '') return this.resyncEverybody();
    const event = JSON.parse(key) as ChangeEvent;
    const change = this.ring.add(event, event.siteId === undefined ? null : await this.clientOfSite(event.siteId));
    for (const listener of this.listeners) if (visibleTo(listener, change)) listener.deliver(change);
  }

  private resyncEverybody(): void {
    this.ring.forget();
    for (const listener of this.listeners) listener.resync();
  }

  private async clientOfSite(siteId: string): Promise<string | null> {
    const known = this.clientOf.get(siteId);
    if (known !== undefined) return known;
    const [site]: { client_id: string }[] = await this.unit.reads.query('SELECT client_id FROM site WHERE id = $1', [
      siteId,
    ]);
    if (!site) return null;
    if (this.clientOf.size >= SITES_REMEMBERED) this.clientOf.clear();
    this.clientOf.set(siteId, site.client_id);
    return site.client_id;
  }

  private async cutEndedSessions(): Promise<void> {
    if (this.listeners.size === 0) return;
    const open = [...this.listeners];
    // Without an answer nobody can say that they are still allowed to listen; the console comes back by itself.
    const alive = await this.sessions.alive(open.map((listener) => listener.sessionId)).catch(() => new Set<string>());
    for (const listener of open) if (!alive.has(listener.sessionId)) listener.end();
  }
}
