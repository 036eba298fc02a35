import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { SYSTEM } from '../audit/index.js';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work.js';
import { OPEN_MS } from './away/open-away.js';
import { noteLostGuests } from './guests/guest-presence.js';
import { CLIENT_CODE_MINUTES } from './joining/join-session.js';
import { endSession } from './sessions/end-session.js';
import { SESSION_COLUMNS, type SessionRow } from './sessions/held-session.js';
import { settleState } from './sessions/session-news.js';

const EVERY_MS = 5_000;
const LOCK = 7439;

/** What nobody does in time is done by whichever web process looks first: sessions that are over, viewers and guests whose process died, what is of no use any more. */
@Injectable()
export class SupportSweep implements BeforeApplicationShutdown {
  private readonly log = new Logger('SupportSweep');
  private sweeping: Promise<void> | null = null;
  private isClosing = false;

  constructor(private readonly unit: UnitOfWork) {}

  @Interval('support-sessions', EVERY_MS)
  async look(): Promise<void> {
    if (this.isClosing) return;
    this.sweeping ??= this.sweep()
      .catch((error: unknown) => this.log.warn(`support sessions could not be looked at just now: ${String(error)}`))
      .finally(() => (this.sweeping = null));
    await this.sweeping;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    await this.sweeping;
  }

  async sweep(): Promise<void> {
    await this.unit.run(async (tx) => {
      const [{ mine }]: [{ mine: boolean }] = await tx.query(`SELECT pg_try_advisory_xact_lock(${LOCK}) AS mine`);
      if (!mine) return;
      await endWhatIsOver(tx);
      await endWhatNeverBegan(tx);
      await closeLostViewings(tx);
      await noteLostGuests(tx);
      await tx.query(
        `UPDATE support_pass p SET expires_at = now() + make_interval(mins => ${CLIENT_CODE_MINUTES}) FROM support_guest g
          WHERE g.id = p.guest_id AND p.uses = 0 AND p.revoked_at IS NULL AND g.page_socket IS NOT NULL AND p.expires_at BETWEEN now() AND now() + make_interval(mins => ${CLIENT_CODE_MINUTES - 1})`,
      );
      for (const [table, old] of FORGOTTEN) await tx.query(`DELETE FROM ${table} WHERE ${old}`);
    });
  }
}

const FORGOTTEN = [
  ['support_guest_mail', `made_at < now() - interval '2 minutes'`],
  ['support_viewer_mail', `made_at < now() - interval '2 minutes'`],
  ['support_work_done', 'expires_at < now()'],
  ['support_join_tries', `began_at < now() - interval '5 minutes'`],
  ['help_request_tries', `began_at < now() - interval '15 minutes'`],
] as const;

async function endWhatIsOver(tx: Tx): Promise<void> {
  const over: SessionRow[] = await tx.query(`SELECT ${SESSION_COLUMNS} FROM support_session s WHERE s.state <> 'ended' AND s.expires_at <= now() ORDER BY s.expires_at LIMIT 200 FOR UPDATE SKIP LOCKED`);
  for (const session of over) await endSession(tx, session, 'time-out', SYSTEM);
}

/** Sessions that a provider was asked for by a process which ended before the answer: nobody knows their code. */
async function endWhatNeverBegan(tx: Tx): Promise<void> {
  const orphaned: SessionRow[] = await tx.query(
    `SELECT ${SESSION_COLUMNS} FROM support_session s
      WHERE s.provider_name IS NOT NULL AND s.remote_id IS NULL AND s.state <> 'ended' AND s.created_at < now() - make_interval(secs => ${(2 * OPEN_MS) / 1000})
      LIMIT 200 FOR UPDATE SKIP LOCKED`,
  );
  for (const session of orphaned) await endSession(tx, session, 'at-provider', SYSTEM);
}

async function closeLostViewings(tx: Tx): Promise<void> {
  const [lost]: [{ sessionId: string }[], number] = await tx.query(
    `UPDATE support_viewing SET closed_at = now() WHERE closed_at IS NULL AND seen_at < now() - interval '20 seconds' RETURNING session_id AS "sessionId"`,
  );
  for (const { sessionId } of lost) await settleState(tx, sessionId);
}
