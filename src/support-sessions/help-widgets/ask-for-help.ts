import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { addressPrefix, tooMany } from '../../platform/http/index.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { mintPass } from '../passes/mint-pass.js';
import { joinLink, SESSION_HOURS } from '../sessions/create-session.js';
import { SESSION_COLUMNS, type SessionRow } from '../sessions/held-session.js';
import { recordInSession, sessionChanged } from '../sessions/session-news.js';
import { settingsForBeginning } from '../settings/support-settings.js';
import type { HelpRequestBody } from './help-request.body.js';

/** Requests in ten minutes: of one network, and by one key. */
const PER_NETWORK = 5;
const PER_WIDGET = 60;
const WINDOW_MS = 10 * 60_000;

interface Widget {
  readonly id: string;
  readonly siteId: string;
  readonly clientId: string;
}

/** Makes an entry of the support queue out of what somebody asks in a page of ours: a session that waits for a host, and a link into it. */
@Injectable()
export class AskForHelp {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(WEB_CONFIG) private readonly config: WebConfig,
  ) {}

  async isListed(origin: string): Promise<boolean> {
    const found: unknown[] = await this.unit.reads.query('SELECT 1 FROM help_widget WHERE $1 = ANY(origins) LIMIT 1', [origin]);
    return found.length > 0;
  }

  async run({ key, name, issue, email }: HelpRequestBody, origin: string | undefined, address: string): Promise<{ readonly joinUrl: string; readonly allowedOrigin: string }> {
    const [widget]: Widget[] = await this.unit.reads.query(
      `SELECT w.id, w.site_id AS "siteId", s.client_id AS "clientId" FROM help_widget w JOIN site s ON s.id = w.site_id WHERE w.widget_key = $1 AND $2 = ANY(w.origins)`,
      [key, origin ?? ''],
    );
    if (!widget || origin === undefined) throw new DomainError('API-RIGHT-01', 'This key is not good for this page.');
    await this.spend(address, widget);
    return this.unit.run(async (tx) => {
      const settings = await settingsForBeginning(tx);
      const id = this.ids.uuid();
      await tx.query(
        `INSERT INTO support_session (id, name, kind, client_id, site_id, reason, help_widget_id, requester_name, requester_email, expires_at)
         VALUES ($1, $2, 'support', $3, $4, $5, $6, $7, $8, now() + make_interval(hours => $9))`,
        [id, `Help for ${name}`, widget.clientId, widget.siteId, issue, widget.id, name, email ?? null, SESSION_HOURS],
      );
      const [session]: [SessionRow] = await tx.query(`SELECT ${SESSION_COLUMNS} FROM support_session s WHERE s.id = $1`, [id]);
      await recordInSession(tx, { kind: 'system', id: null, name: `Guest ${name}` }, session, 'support-session.ask-for-help', { origin: [null, origin] });
      const link = await mintPass(tx, { sessionId: id, kind: 'link', forMany: false, minutes: settings.linkHours * 60, madeBy: null }, this.ids);
      await sessionChanged(tx, session);
      return { joinUrl: joinLink(this.config.publicUrl, link.secret), allowedOrigin: origin };
    });
  }

  /** Counted before anything is begun: what is refused counts too. */
  private async spend(address: string, { id }: Widget): Promise<void> {
    const network = createHash('sha256').update(addressPrefix(address)).digest('base64url').slice(0, 22);
    for (const [subject, most] of [[`network ${network}`, PER_NETWORK], [`widget ${id}`, PER_WIDGET]] as const) {
      const [{ requests, waitMs }]: [{ requests: number; waitMs: number }] = await this.unit.reads.query(
        `INSERT INTO help_request_tries AS t (subject, requests, began_at) VALUES ($1, 1, clock_timestamp())
         ON CONFLICT (subject) DO UPDATE SET
           requests = CASE WHEN t.began_at < clock_timestamp() - make_interval(secs => $2) THEN 1 ELSE least(t.requests + 1, 1000000) END,
           began_at = CASE WHEN t.began_at < clock_timestamp() - make_interval(secs => $2) THEN clock_timestamp() ELSE t.began_at END
         RETURNING requests, greatest(extract(epoch FROM began_at - clock_timestamp()) * 1000 + $2 * 1000, 0)::int AS "waitMs"`,
        [subject, WINDOW_MS / 1000],
      );
      if (requests > most) throw tooMany(waitMs);
    }
  }
}
