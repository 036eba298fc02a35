import { type Actor, recordAudits } from '../../audit/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

interface RemovedAssignment {
  readonly id: string;
  readonly priority: number;
  readonly packageName: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly clientId: string;
}

/** Takes every package from every site of a client that leaves; returns how many assignments ended. */
export async function unassignSitesOfClient(tx: Tx, actor: Actor, clientId: string): Promise<number> {
  return removeAssignments(tx, actor, 's.client_id = $1', clientId);
}

/** Ends these assignments; those that have ended already are no matter. Scope is the caller's to have judged. */
export async function endAssignments(tx: Tx, actor: Actor, ids: readonly string[]): Promise<number> {
  return removeAssignments(tx, actor, 'a.id = ANY($1::uuid[])', ids);
}

async function removeAssignments(tx: Tx, actor: Actor, condition: string, value: unknown): Promise<number> {
  const removed: RemovedAssignment[] = await tx.query(
    `WITH removed AS (DELETE FROM assignment a USING site s WHERE s.id = a.site_id AND ${condition} RETURNING a.id, a.package_id, a.site_id, a.priority, s.name, s.client_id)
     SELECT r.id, r.priority, k.name AS "packageName", r.site_id AS "siteId", r.name AS "siteName", r.client_id AS "clientId"
       FROM removed r JOIN package k ON k.id = r.package_id ORDER BY r.id`,
    [value],
  );
  await recordAudits(
    tx,
    actor,
    removed.map(({ id, priority, packageName, siteId, siteName, clientId }) => ({
      action: 'assignment.delete',
      subject: { kind: 'assignment', id, name: `${packageName} on ${siteName}` },
      clientId,
      siteId,
      changes: { package: [packageName, null], priority: [priority, null] },
    })),
  );
  return removed.length;
}
