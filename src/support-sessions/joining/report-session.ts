import { Injectable } from '@nestjs/common';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { hashOfGuestToken, hashOfLink } from '../passes/pass-secrets.js';
import { say } from '../sessions/act-in-session.js';
import { endGuest } from '../sessions/end-session.js';
import { SESSION_COLUMNS, type SessionRow } from '../sessions/held-session.js';
import { recordInSession } from '../sessions/session-news.js';
import type { Report } from './guest-requests.js';
import { JoinBudget } from './join-budget.js';

const SOMEBODY = { kind: 'system', id: null, name: 'Guest' } as const;

interface Reported {
  readonly session: SessionRow;
  readonly passId: string | null;
  readonly guest: { readonly id: string; readonly name: string } | null;
}

/** Takes "I did not ask for this": the link is void from then on, a guest who is in is out, and the audit log and the host know. */
@Injectable()
export class ReportSession {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly budget: JoinBudget,
  ) {}

  async run({ token, guestToken }: Report, address: string): Promise<void> {
    const hash = token === undefined ? hashOfGuestToken(guestToken!) : hashOfLink(token);
    const admitted = await this.budget.admit(hash, address, undefined);
    const isKnown = await this.unit
      .run(async (tx) => {
        const [found]: (SessionRow & { passId: string | null; guestId: string | null; guestName: string | null })[] = await tx.query(
          `SELECT ${SESSION_COLUMNS}, p.id AS "passId", g.id AS "guestId", g.name AS "guestName"
             FROM support_session s LEFT JOIN support_pass p ON p.session_id = s.id AND p.secret_hash = $1 AND p.kind = 'link'
             LEFT JOIN support_guest g ON g.session_id = s.id AND g.id = (SELECT guest_id FROM support_guest_token WHERE token_hash = $1)
            WHERE s.id IN (SELECT session_id FROM support_pass WHERE secret_hash = $1 AND kind = 'link'
                           UNION ALL SELECT w.session_id FROM support_guest w JOIN support_guest_token t ON t.guest_id = w.id WHERE t.token_hash = $1)
            FOR UPDATE OF s`,
          [hash],
        );
        if (!found) return false;
        const { passId, guestId, guestName, ...session } = found;
        await this.report(tx, { session, passId, guest: guestId === null ? null : { id: guestId, name: guestName! } });
        return true;
      })
      .catch(async (error: unknown) => {
        await admitted.fail();
        throw error;
      });
    await (isKnown ? admitted.succeed() : admitted.fail());
  }

  private async report(tx: Tx, { session, passId, guest }: Reported): Promise<void> {
    await tx.query('UPDATE support_pass SET revoked_at = coalesce(revoked_at, now()) WHERE id = $1', [passId]);
    await tx.query('UPDATE support_invitation SET reported_at = coalesce(reported_at, now()) WHERE pass_id = $1', [passId]);
    await recordInSession(tx, SOMEBODY, session, 'support-session.report', { by: [null, guest ? guest.name : 'the recipient of an invitation'] });
    await say(tx, session, { sender: 'system', name: 'Latchkey', text: 'A guest says that he did not ask for this session.' });
    if (guest && session.state !== 'ended') await endGuest(tx, session, guest, 'guest', SOMEBODY);
  }
}
