import { Inject, Injectable } from '@nestjs/common';
import { shownCode, type SupportSessionKind, wordsOfCode } from '../../../contracts/guest-protocol.js';
import { actorOf, FactorRules, type Operator } from '../../accounts/index.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { invalidField } from '../../platform/errors/constraint-refusals.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { tooMany } from '../../platform/http/index.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { WakeUps } from '../../platform/wake-ups/wake-ups.js';
import { siteById } from '../../sites/index.js';
import { askForAway, placedAway } from '../away/open-away.js';
import type { SupportPlaceView } from '../away/support-place.view.js';
import { supportPlaceById } from '../away/support-places.js';
import { mintPass } from '../passes/mint-pass.js';
import { newCode } from '../passes/pass-secrets.js';
import type { SupportSettingsView } from '../settings/support-settings.view.js';
import { settingsForBeginning } from '../settings/support-settings.js';
import { heldSession, type SessionRow } from './held-session.js';
import { inviteGuest } from './invite-guest.js';
import { supportSessionById } from './read-sessions.js';
import { recordInSession, sessionChanged } from './session-news.js';
import type { CreateSupportSessionBody } from './support-session.body.js';
import type { NewSupportCodeView, NewSupportSessionView } from './support-session.view.js';

/** A session that has not ended by itself ends a day after it was made. */
export const SESSION_HOURS = 24;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Makes sessions and what lets guests into them, for hosts with a second factor and within the caps (R35). */
@Injectable()
export class CreateSession {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly factors: FactorRules,
    private readonly wakeUps: WakeUps,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(WEB_CONFIG) private readonly config: WebConfig,
  ) {}

  async run(operator: Operator, body: CreateSupportSessionBody): Promise<NewSupportSessionView> {
    return body.providerInstanceId === undefined ? this.here(operator, body) : this.away(operator, body, body.providerInstanceId);
  }

  private here(operator: Operator, body: CreateSupportSessionBody): Promise<NewSupportSessionView> {
    return this.unit.run(async (tx) => {
      const settings = await this.admitHost(tx, operator);
      const session = await this.begin(tx, operator, body, null);
      const code = await this.mintCode(tx, operator, session, settings);
      const { kind } = session;
      const link = await mintPass(tx, { sessionId: session.id, kind: 'link', forMany: kind === 'meeting', minutes: settings.linkHours * 60, madeBy: operator.id }, this.ids);
      if (body.invite) await inviteGuest(tx, operator, session, body.invite, settings, this.config.publicUrl);
      await sessionChanged(tx, session);
      return { ...(await supportSessionById(tx, operator, session.id)), code, link: joinLink(this.config.publicUrl, link.secret), linkExpiresAt: link.expiresAt };
    });
  }

  /** The code is of our making and the provider's to honour: it is good there for as long as that server keeps the session. */
  private async away(operator: Operator, body: CreateSupportSessionBody, providerInstanceId: string): Promise<NewSupportSessionView> {
    const code = newCode(this.ids);
    const { session, actId } = await this.unit.run(async (tx) => {
      await this.admitHost(tx, operator);
      const session = await this.begin(tx, operator, body, await supportPlaceById(tx, providerInstanceId));
      return { session, actId: await askForAway(tx, session, providerInstanceId, code) };
    });
    const { guestUrl } = await placedAway(this.unit, this.wakeUps, session, actId);
    return this.unit.run(async (tx) => {
      const placed = await heldSession(tx, operator, session.id);
      if (body.invite) await inviteGuest(tx, operator, placed, body.invite, await settingsForBeginning(tx), this.config.publicUrl);
      await sessionChanged(tx, placed);
      const { expiresAt } = placed;
      return { ...(await supportSessionById(tx, operator, session.id)), code: { code, words: wordsOfCode(code), expiresAt }, link: guestUrl, linkExpiresAt: expiresAt };
    });
  }

  private async begin(tx: Tx, operator: Operator, body: CreateSupportSessionBody, place: SupportPlaceView | null): Promise<SessionRow> {
    const kind: SupportSessionKind = body.kind ?? 'support';
    const site = body.siteId === undefined ? null : await siteById(tx, operator.scope, body.siteId);
    const id = this.ids.uuid();
    await tx.query(
      `INSERT INTO support_session (id, name, kind, host_id, host_name, client_id, site_id, reason, planned_for, provider_instance_id, provider_name, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now() + make_interval(hours => $12))`,
      [id, body.name, kind, operator.id, operator.name, site?.clientId ?? null, site?.id ?? null, body.reason || null, this.plannedFor(body.plannedFor), place?.id ?? null, place?.name ?? null, SESSION_HOURS],
    );
    const session = await heldSession(tx, operator, id);
    await recordInSession(tx, actorOf(operator), session, 'support-session.create', { kind: [null, kind], reason: [null, session.reason], ...(place && { at: [null, place.name] }) });
    return session;
  }

  /** Another code for a session that goes on; earlier ones are void. */
  async anotherCode(operator: Operator, sessionId: string): Promise<NewSupportCodeView> {
    return this.unit.run(async (tx) => {
      const settings = await this.admitHost(tx, operator, false);
      const session = await heldSession(tx, operator, sessionId);
      if (session.providerName !== null) throw new DomainError('API-CONFLICT-03', 'The code of a session at a provider is the one that it was made with. Make another session.');
      await tx.query(`UPDATE support_pass SET revoked_at = now() WHERE session_id = $1 AND kind = 'code' AND revoked_at IS NULL AND (for_many OR uses = 0)`, [sessionId]);
      const code = await this.mintCode(tx, operator, session, settings);
      await recordInSession(tx, actorOf(operator), session, 'support-session.make-code');
      await sessionChanged(tx, session);
      return code;
    });
  }

  async invite(operator: Operator, sessionId: string, invite: { readonly email: string; readonly timeZone?: string }): Promise<void> {
    await this.unit.run(async (tx) => {
      const settings = await this.admitHost(tx, operator, false);
      const session = await heldSession(tx, operator, sessionId);
      await inviteGuest(tx, operator, session, invite, settings, this.config.publicUrl);
      await sessionChanged(tx, session);
    });
  }

  private async mintCode(tx: Tx, operator: Operator, { id, kind }: SessionRow, { codeMinutes }: SupportSettingsView): Promise<NewSupportCodeView> {
    const { secret, expiresAt } = await mintPass(tx, { sessionId: id, kind: 'code', forMany: kind === 'meeting', minutes: codeMinutes, madeBy: operator.id }, this.ids);
    return { code: shownCode(secret), words: wordsOfCode(secret), expiresAt };
  }

  /** Refuses whoever may not let strangers in, or does so too often. What one host does waits for each other. */
  private async admitHost(tx: Tx, operator: Operator, another = true): Promise<SupportSettingsView> {
    if (this.factors.areMandatory && operator.provenBy === null) throw new DomainError('API-AUTH-02', 'Only who has shown a second factor lets guests in.');
    const settings = await settingsForBeginning(tx);
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7438))', [operator.id]);
    const [made]: [{ live: number; today: number; waitMs: number }] = await tx.query(
      `SELECT (SELECT count(*)::int FROM support_session WHERE host_id = $1 AND state <> 'ended') AS live, count(*)::int AS today,
              coalesce(extract(epoch FROM min(made_at) + interval '1 day' - now()) * 1000, 0)::int AS "waitMs"
         FROM support_pass WHERE made_by = $1 AND kind = 'code' AND made_at > now() - interval '1 day'`,
      [operator.id],
    );
    if (another && made.live >= settings.livePerHost) throw new DomainError('API-CONFLICT-03', `You have ${made.live} sessions that go on, which is as many as you may. End one first.`);
    if (made.today >= settings.codesPerDay) throw tooMany(made.waitMs);
    return settings;
  }

  private plannedFor(wanted: string | undefined): Date | null {
    if (wanted === undefined) return null;
    const [at, now] = [Date.parse(wanted), this.clock.now().getTime()];
    if (at > now && at <= now + DAY_MS) return new Date(at);
    throw invalidField('/plannedFor', 'within', 'must be in the future and within a day, for so long its link is good');
  }
}

/** The guest's page with a link's secret in the fragment. */
export function joinLink(publicUrl: string, secret: string): string {
  return `${publicUrl}/join#${secret}`;
}
