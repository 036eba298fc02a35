import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { interval } from 'rxjs';
import { actorOf, type Operator, OperatorSessions } from '../../accounts/index.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { EventStream } from '../../platform/http/event-stream.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { WakeUps } from '../../platform/wake-ups/wake-ups.js';
import { closeViewing, viewingsThatMayGoOn } from '../relay/viewings.js';
import { guestOfSession, heldSession } from '../sessions/held-session.js';
import { guestsChanged, recordInSession, settleState, tellGuest } from '../sessions/session-news.js';
import { settingsForBeginning } from '../settings/support-settings.js';
import type { SignalBody } from '../sessions/support-session.body.js';
import { iceServers } from './ice-servers.js';

const LOOK_EVERY_MS = 2_000;

interface LiveStream {
  readonly viewingId: string;
  readonly operatorSessionId: string;
  readonly stream: EventStream;
  work: Promise<void>;
}

/**
 * Lets browsers find each other: a guest's that shows its screen to the host, or in a meeting the host's that shows his to all guests.
 * What they say to each other is relayed as it is; the pictures go from browser to browser, or through a TURN server.
 */
@Injectable()
export class SignalStreams implements OnModuleInit, BeforeApplicationShutdown {
  private readonly log = new Logger('SignalStreams');
  private readonly live = new Map<string, LiveStream>();
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly unit: UnitOfWork,
    private readonly wakeUps: WakeUps,
    private readonly sessions: OperatorSessions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(WEB_CONFIG) private readonly config: WebConfig,
  ) {}

  onModuleInit(): void {
    this.stops.push(
      this.wakeUps.on('viewer', (viewingId) => (viewingId === '' ? this.deliverAll() : this.deliver(viewingId))),
      this.wakeUps.on('guest', () => void this.cutOff()),
      this.wakeUps.on('revoke', () => void this.cutOff()),
    );
    const wheel = interval(LOOK_EVERY_MS).subscribe(() => {
      this.deliverAll();
      void this.cutOff();
    });
    this.stops.push(() => wheel.unsubscribe());
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const stop of this.stops) stop();
    const all = [...this.live.values()];
    for (const { stream } of all) stream.end();
    await Promise.all(all.map(({ viewingId }) => closeViewing(this.unit, viewingId).catch(() => undefined)));
  }

  /** Makes the caller a viewer; refused before anything is sent. */
  async begin(operator: Operator, sessionId: string): Promise<string> {
    const viewingId = this.ids.uuid();
    await this.unit.run(async (tx) => {
      await settingsForBeginning(tx);
      const session = await heldSession(tx, operator, sessionId);
      await tx.query(`INSERT INTO support_viewing (id, session_id, operator_id, operator_name, operator_session_id, kind, mode) VALUES ($1, $2, $3, $4, $5, 'signals', 'view')`, [
        viewingId, sessionId, operator.id, operator.name, operator.sessionId,
      ]);
      await recordInSession(tx, actorOf(operator), session, 'support-session.open-signals');
      await guestsChanged(tx, sessionId);
      await settleState(tx, sessionId);
    });
    return viewingId;
  }

  /** Follows what guests signal to this viewer, from the first event on, which says how the viewer is called. */
  follow(operator: Operator, viewingId: string, stream: EventStream): void {
    this.live.set(viewingId, { viewingId, operatorSessionId: operator.sessionId, stream, work: Promise.resolve() });
    stream.onClosed(() => {
      if (this.live.delete(viewingId)) void closeViewing(this.unit, viewingId).catch((error: unknown) => this.log.warn(`the end of a viewing could not be noted: ${String(error)}`));
    });
    stream.send('viewer', { viewer: viewingId, iceServers: iceServers(this.config.turn, viewingId, this.clock.now()) });
  }

  /** A signal of the host for one guest; the first of a viewer brings the servers by which they find each other. */
  async signal(operator: Operator, sessionId: string, guestId: string, { viewer, signal }: SignalBody): Promise<void> {
    await this.unit.run(async (tx) => {
      const session = await heldSession(tx, operator, sessionId);
      const guest = await guestOfSession(tx, sessionId, guestId);
      const isViewer: unknown[] = await tx.query(`SELECT 1 FROM support_viewing WHERE id = $1 AND session_id = $2 AND operator_id = $3 AND kind = 'signals' AND closed_at IS NULL`, [viewer, sessionId, operator.id]);
      if (isViewer.length === 0) throw new DomainError('API-CONFLICT-03', 'Open the stream of signals first.');
      if (guest.admittedAt === null || !guest.hasPage) throw new DomainError('API-CONFLICT-03', 'The guest’s page is not there, or he was not admitted.');
      if (session.kind === 'support' && !guest.consent?.view) throw new DomainError('API-CONFLICT-03', 'The guest has not allowed this.');
      const first: unknown[] = await tx.query('INSERT INTO support_introduction (viewing_id, guest_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1', [viewer, guestId]);
      if (first.length > 0) await recordInSession(tx, actorOf(operator), session, 'support-session.signal', { guest: [null, guest.name] });
      await tellGuest(tx, guestId, 'page', { type: 'signal', viewer, signal, ...(first.length > 0 ? { iceServers: iceServers(this.config.turn, guestId, this.clock.now()) } : {}) });
    });
  }

  private deliverAll(): void {
    for (const viewingId of this.live.keys()) this.deliver(viewingId);
  }

  private deliver(viewingId: string): void {
    const live = this.live.get(viewingId);
    if (!live) return;
    live.work = live.work.then(() => this.hand(live)).catch((error: unknown) => this.log.warn(`signals could not be handed over just now: ${String(error)}`));
  }

  private async hand({ viewingId, stream }: LiveStream): Promise<void> {
    const mails: { guestId: string; signal: unknown }[] = await this.unit.reads.query(
      `WITH taken AS (DELETE FROM support_viewer_mail WHERE viewing_id = $1 RETURNING id, guest_id, signal) SELECT guest_id AS "guestId", signal FROM taken ORDER BY id`,
      [viewingId],
    );
    for (const mail of mails) stream.send('signal', mail);
  }

  private async cutOff(): Promise<void> {
    const held = [...this.live.values()];
    // Without an answer nobody can say that he may go on; his page comes back by itself.
    const good = await viewingsThatMayGoOn(this.unit, this.sessions, held).catch(() => new Set<string>());
    for (const { viewingId, stream } of held) if (!good.has(viewingId)) stream.end();
  }
}
