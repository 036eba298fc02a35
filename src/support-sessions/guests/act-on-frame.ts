import { Injectable } from '@nestjs/common';
import type { Consent, GuestStep, GuestToServer } from '../../../contracts/guest-protocol.js';
import { holds, OperatorSessions } from '../../accounts/index.js';
import { AgentBuilds, CreateEnrolmentToken, installCommand, TOKEN_PLACEHOLDER } from '../../devices/index.js';
import type { Actor } from '../../audit/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import { say } from '../sessions/act-in-session.js';
import { endGuest } from '../sessions/end-session.js';
import { GUEST_COLUMNS, type GuestRow, SESSION_COLUMNS, type SessionRow } from '../sessions/held-session.js';
import { type GuestRole, recordInSession, sessionChanged, settleState } from '../sessions/session-news.js';
import { organisationOf } from './organisation.js';

type FrameOfGuest = Exclude<GuestToServer, { type: 'hello' }>;
type Answer = { readonly type: 'offer-enrolment'; readonly organisation: string; readonly command: string };

/** Steps that a page tells of while nothing of the guest's is connected yet. */
const TOLD_BY_PAGE: readonly GuestStep[] = ['opened', 'os-detected', 'downloading', 'downloaded', 'started', 'blocked'];
const ENROLMENT_MINUTES = 60;

/** What a guest's frames do. Each is one transaction; what no longer fits, because the host was quicker, does nothing. */
@Injectable()
export class ActOnFrame {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly sessions: OperatorSessions,
    private readonly builds: AgentBuilds,
    private readonly tokens: CreateEnrolmentToken,
  ) {}

  /** What is to be said to this very connection, where something is. */
  async run(guestId: string, role: GuestRole, frame: FrameOfGuest, publicUrl: string): Promise<Answer | null> {
    const enrolment = await this.unit.run(async (tx) => {
      const found = await guestForChange(tx, guestId);
      if (!found) return null;
      const { session, guest } = found;
      switch (frame.type) {
        case 'step':
          return void (await takeStep(tx, session, guest, role, frame));
        case 'chat':
          await say(tx, session, { sender: 'guest', name: guest.name, text: frame.text });
          return void (await recordInSession(tx, actorOf(guest), session, 'support-session.say', { characters: [null, frame.text.length] }));
        case 'consent':
          return void (await takeConsent(tx, session, guest, frame.consent));
        case 'trouble':
          await tx.query('UPDATE support_guest SET trouble_code = $2, trouble_detail = $3 WHERE id = $1', [guestId, frame.code, frame.detail]);
          return void (await sessionChanged(tx, session));
        case 'signal':
          return void (await passSignal(tx, guest, frame.viewer, frame.signal));
        case 'enrolment':
          return takeEnrolment(tx, session, guest, frame.allowed);
        case 'leave':
          return void (await endGuest(tx, session, guest, 'guest', actorOf(guest)));
      }
    });
    return enrolment ? this.command(enrolment, publicUrl) : null;
  }

  /** A token for one device, made under the present rights of who has offered it; the guest alone is told. */
  private async command({ operatorId, siteId, organisation, platform }: AllowedEnrolment, publicUrl: string): Promise<Answer | null> {
    const operator = await this.sessions.operatorOfAccount(operatorId);
    const builds = await this.builds.of(platform?.startsWith('win') ? 'windows' : 'linux');
    if (!operator || !holds(operator, 'sites.change') || builds.length === 0) return null;
    const [{ at }]: [{ at: Date }] = await this.unit.reads.query('SELECT now() + make_interval(mins => $1) AS at', [ENROLMENT_MINUTES]);
    const { token } = await this.tokens.run(operator, { siteId, maxUses: 1, expiresAt: at.toISOString() });
    const line = installCommand(platform?.startsWith('win') ? 'windows' : 'linux', builds, publicUrl);
    return { type: 'offer-enrolment', organisation, command: line.replace(TOKEN_PLACEHOLDER, token) };
  }
}

interface AllowedEnrolment {
  readonly operatorId: string;
  readonly siteId: string;
  readonly organisation: string;
  readonly platform: string | null;
}

export async function guestForChange(tx: Tx, guestId: string): Promise<{ readonly session: SessionRow; readonly guest: GuestRow } | null> {
  // The session first, as everybody does who changes both.
  const [session]: SessionRow[] = await tx.query(`SELECT ${SESSION_COLUMNS} FROM support_session s WHERE s.id = (SELECT session_id FROM support_guest WHERE id = $1) FOR UPDATE`, [guestId]);
  const [guest]: GuestRow[] = await tx.query(`SELECT ${GUEST_COLUMNS} FROM support_guest g WHERE g.id = $1 AND g.step <> 'ended' FOR UPDATE`, [guestId]);
  return session && guest && session.state !== 'ended' ? { session, guest } : null;
}

function actorOf({ name }: Pick<GuestRow, 'name'>): Actor {
  return { kind: 'system', id: null, name: `Guest ${name}` };
}

/** Before a client is there the page tells how far it is; that it shares its screen itself it may say once it is admitted. */
async function takeStep(tx: Tx, session: SessionRow, guest: GuestRow, role: GuestRole, { step, os }: { readonly step: GuestStep; readonly os?: string }): Promise<void> {
  const isTold = !guest.hasClient && TOLD_BY_PAGE.includes(step);
  const shares = role === 'page' && !guest.hasClient && (step === 'connected' || step === 'waiting');
  if (!isTold && !shares && !(role === 'client' && step === 'blocked')) return;
  const reached = shares ? (guest.admittedAt === null ? 'waiting' : 'connected') : step;
  await tx.query('UPDATE support_guest SET step = $2, os = coalesce($3, os) WHERE id = $1', [guest.id, reached, os ?? null]);
  await wakeUp(tx, 'guest', guest.id);
  await settleState(tx, session.id);
}

/** What a guest allows is his to say, and to take back at any time; screens that need more than is left are closed with it. */
async function takeConsent(tx: Tx, session: SessionRow, guest: GuestRow, consent: Consent): Promise<void> {
  if (guest.admittedAt === null || session.kind !== 'support') return;
  const allowed: Consent = { view: consent.view, control: consent.view && consent.control, clipboard: consent.view && consent.clipboard };
  await tx.query('UPDATE support_guest SET consent = $2, consent_at = now() WHERE id = $1', [guest.id, JSON.stringify(allowed)]);
  await tx.query(`UPDATE support_viewing SET closed_at = now() WHERE guest_id = $1 AND closed_at IS NULL AND (NOT $2 OR (mode = 'control' AND NOT $3))`, [guest.id, allowed.view, allowed.control]);
  await recordInSession(tx, actorOf(guest), session, 'support-session.consent', { consent: [guest.consent, allowed] });
  if (guest.consent?.view && !allowed.view) await tx.query(`UPDATE support_guest SET trouble_code = 'RA-GST-09', trouble_detail = '' WHERE id = $1`, [guest.id]);
  await wakeUp(tx, 'guest', guest.id);
  await settleState(tx, session.id);
}

/** To a viewer of this very session, and to nobody else. */
async function passSignal(tx: Tx, guest: GuestRow, viewer: string, signal: unknown): Promise<void> {
  if (guest.admittedAt === null) return;
  const stored: unknown[] = await tx.query(
    `INSERT INTO support_viewer_mail (viewing_id, guest_id, signal) SELECT v.id, $2, $4 FROM support_viewing v WHERE v.id::text = $1 AND v.session_id = $3 AND v.kind = 'signals' AND v.closed_at IS NULL RETURNING id`,
    [viewer, guest.id, guest.sessionId, JSON.stringify(signal)],
  );
  if (stored.length > 0) await wakeUp(tx, 'viewer', viewer);
}

/** Counts once for each offer: a second yes makes no second token. */
async function takeEnrolment(tx: Tx, session: SessionRow, guest: GuestRow, allowed: boolean): Promise<AllowedEnrolment | null> {
  const [[offer]]: [{ operatorId: string; siteId: string }[], number] = await tx.query(
    `UPDATE support_guest SET enrolment_allowed = $2, enrolment_answered_at = now()
      WHERE id = $1 AND enrolment_offered_by IS NOT NULL AND enrolment_site_id IS NOT NULL AND enrolment_allowed IS NULL
      RETURNING enrolment_offered_by AS "operatorId", enrolment_site_id AS "siteId"`,
    [guest.id, allowed],
  );
  if (!offer) return null;
  await recordInSession(tx, actorOf(guest), session, 'support-session.answer-enrolment', { allowed: [null, allowed] });
  await sessionChanged(tx, session);
  return allowed ? { ...offer, organisation: await organisationOf(tx, session), platform: guest.platform } : null;
}
