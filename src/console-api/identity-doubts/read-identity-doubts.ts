import { type Scope, siteIsInScope, withinScope } from '../../accounts/index.js';
import { anywhere, Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { filledPage, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { IdentityDoubtQuery } from './identity-doubt.query.js';
import type { IdentityDoubtView } from './identity-doubt.view.js';

const JOINED = 'device d JOIN site s ON s.id = d.site_id JOIN client c ON c.id = s.client_id';

const DOUBTS: ListShape = {
  from: JOINED,
  id: 'd.id',
  defaultSort: 'name',
  sortable: { name: [{ sql: 'd.name', type: 'text' }] },
};

/** A revoked identity is in no doubt any more, and a retired device is none. */
const IN_DOUBT = '(d.quarantined OR d.claimed_at IS NOT NULL) AND d.revoked_at IS NULL AND d.retired_at IS NULL';

/** Devices in scope whose identity somebody has to settle, each with what speaks for and against it. */
export async function listIdentityDoubts(
  tx: Tx,
  scope: Scope,
  query: IdentityDoubtQuery,
): Promise<Page<IdentityDoubtView>> {
  const where = withinScope(new Conditions(), scope, { site: 's.id', client: 's.client_id' })
    .and(IN_DOUBT)
    .andIf(query.deviceId, 'd.id = ?');
  for (const word of query.q?.split(/\s+/).filter(Boolean) ?? [])
    where.and(`(d.name || ' ' || s.name || ' ' || c.name) ILIKE ?`, anywhere(word));
  const page = await pageOfIds(tx, DOUBTS, query, where);
  return filledPage(page, await doubtsAbout(tx, scope, page.ids));
}

/** The audit log knows why and since when a device is in quarantine: what was written there is what made it so. */
async function doubtsAbout(tx: Tx, scope: Scope, ids: readonly string[]): Promise<IdentityDoubtView[]> {
  const where = new Conditions().and('d.id = ANY(?::uuid[])', ids).and(IN_DOUBT);
  const mayNameSite = siteIsInScope(where, scope, { site: 'k.id', client: 'k.client_id' });
  return tx.query(
    `SELECT d.id, d.name, c.name AS "clientName", s.name AS "siteName", d.os, d.os_version AS "osVersion",
            coalesce(r.online, false) AS online, r.last_seen_at AS "lastSeenAt",
            CASE WHEN d.claimed_at IS NOT NULL THEN jsonb_build_object(
              'claimedAt', d.claimed_at, 'siteName', CASE WHEN ${mayNameSite} THEN k.name END, 'awaitsApproval', d.claim_awaits_approval,
              'settlesByItself', d.claim_site_id = d.site_id AND NOT d.claim_awaits_approval) END AS claim,
            CASE WHEN d.quarantined THEN jsonb_build_object(
              'since', a.at, 'reason', CASE WHEN d.awaits_approval THEN 'not-approved' WHEN a.changes ? 'bootId' THEN 'two-running' WHEN a.changes ? 'hardwareId' THEN 'other-hardware' ELSE 'unknown' END) END AS quarantine
       FROM ${JOINED}
       LEFT JOIN device_presence r ON r.device_id = d.id
       LEFT JOIN site k ON k.id = d.claim_site_id
       LEFT JOIN LATERAL (SELECT at, changes FROM audit_entry
                           WHERE device_id = d.id AND action = 'device.quarantine' ORDER BY at DESC LIMIT 1) a ON true
      WHERE ${where.sql}`,
    where.values,
  );
}
