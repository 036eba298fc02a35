import { type Scope, withinScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { filledPage, type ListQuery, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { ProviderShareView } from './provider-share.view.js';

const JOINED = `launch l JOIN deployment p ON p.id = l.deployment_id JOIN device d ON d.id = l.device_id JOIN site s ON s.id = d.site_id
  JOIN client c ON c.id = s.client_id JOIN operator o ON o.id = l.operator_id`;
const ENDING = `EXISTS (SELECT 1 FROM provider_act a WHERE a.launch_id = l.id AND a.kind = 'revoke-launch' AND a.state = 'waiting')`;

const SHARES: ListShape = {
  from: JOINED,
  id: 'l.id',
  defaultSort: '-requestedAt',
  sortable: { requestedAt: [{ sql: 'l.requested_at', type: 'timestamptz' }], expiresAt: [{ sql: `coalesce(l.share_expires_at, 'infinity')`, type: 'timestamptz' }] },
};

/** What is open at an instance: live launches, and ended ones of which it has still to be told. */
export async function listShares(tx: Tx, scope: Scope, instanceId: string, query: ListQuery): Promise<Page<ProviderShareView>> {
  const where = withinScope(new Conditions(), scope, { site: 's.id', client: 's.client_id' })
    .and('p.provider_instance_id = ?', instanceId)
    .and(`l.state IN ('redeemed', 'minted', 'active') OR ${ENDING}`)
    .search(query.q, 'd.name', 's.name', 'c.name', 'o.name');
  const page = await pageOfIds(tx, SHARES, query, where);
  return filledPage(
    page,
    await tx.query(
      `SELECT l.id, o.id AS "operatorId", o.name AS "operatorName", d.id AS "deviceId", d.name AS "deviceName", s.name AS "siteName", c.name AS "clientName", l.mode,
              l.opened_at AS "openedAt", l.share_expires_at AS "expiresAt", l.state NOT IN ('redeemed', 'minted', 'active') AS "isEnding"
         FROM ${JOINED} WHERE l.id = ANY($1::uuid[])`,
      [page.ids],
    ),
  );
}
