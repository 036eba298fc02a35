import { type Scope, withinScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { filledPage, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { EnrolmentTokenQuery } from './enrolment-token.query.js';
import type { EnrolmentTokenView } from './enrolment-token.view.js';

const TOKENS: ListShape = {
  from: 'enrolment_token t JOIN site s ON s.id = t.site_id',
  id: 't.id',
  defaultSort: '-createdAt',
  sortable: {
    createdAt: [{ sql: 't.created_at', type: 'timestamptz' }],
    expiresAt: [{ sql: 't.expires_at', type: 'timestamptz' }],
  },
};

/** The tokens of the sites in scope, the newest first; never their secrets. */
export async function listEnrolmentTokens(tx: Tx, scope: Scope, query: EnrolmentTokenQuery): Promise<Page<EnrolmentTokenView>> {
  const where = withinScope(new Conditions().andIf(query.siteId, 't.site_id = ?'), scope, { site: 't.site_id', client: 's.client_id' });
  const page = await pageOfIds(tx, TOKENS, query, where);
  return filledPage(page, await enrolmentTokensById(tx, page.ids));
}

export async function enrolmentTokenById(tx: Tx, id: string): Promise<EnrolmentTokenView> {
  const [token] = await enrolmentTokensById(tx, [id]);
  if (!token) throw notFound('enrolment token');
  return token;
}

async function enrolmentTokensById(tx: Tx, ids: readonly string[]): Promise<EnrolmentTokenView[]> {
  return tx.query(
    `SELECT t.id, t.site_id AS "siteId", s.name AS "siteName", s.client_id AS "clientId", c.name AS "clientName",
            t.expires_at AS "expiresAt", t.max_uses AS "maxUses", t.uses, t.quarantine, t.created_at AS "createdAt",
            CASE WHEN t.revoked_at IS NOT NULL THEN 'revoked' WHEN t.expires_at <= now() THEN 'expired'
                 WHEN t.uses >= t.max_uses THEN 'used-up' ELSE 'valid' END AS state
       FROM enrolment_token t JOIN site s ON s.id = t.site_id JOIN client c ON c.id = s.client_id
      WHERE t.id = ANY($1::uuid[])`,
    [ids],
  );
}
