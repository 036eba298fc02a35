import { catalogueEntry } from '../../../contracts/error-catalogue.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { ExpressibleByKind } from '../classes-of-sites.js';
import { notExpressibleBy, type PolicyClass } from '../policy-class.js';
import type { FleetPlan, Move } from './plan-change.js';
import type { NotExpressibleView, PlanCountsView, PlannedConflictView, PlannedDeviceView, PlanOfClientView, PlanOfSiteView, PlanView, PlanWarningView } from './plan.view.js';

const SITES_SHOWN = 100;
const DEVICES_SHOWN = 50;

/** The plan in words and numbers that a person can decide by. */
export async function describePlan(tx: Tx, plan: FleetPlan, hash: string, needsSecondPerson: boolean, expressibleBy: ExpressibleByKind): Promise<PlanView> {
  const bySite = await countsBySite(tx, plan.moves);
  return {
    hash,
    counts: { ...tally(plan.moves), unchanged: plan.unchanged, blocked: plan.moves.filter(({ blocked }) => blocked).length },
    moved: plan.moves.length,
    byClient: sumByClient(bySite),
    bySite: bySite.slice(0, SITES_SHOWN),
    conflicts: conflictsOf(plan.classes),
    warnings: await warningsOf(tx, plan.siteIds),
    sessionsCut: await sessionsCut(tx, plan.moves),
    notExpressible: await notExpressible(tx, plan.classes, expressibleBy),
    limit: plan.limit,
    needsConfirmation: plan.isLarge,
    requiresApproval: plan.isLarge && needsSecondPerson,
    devices: await firstDevices(tx, plan.moves),
  };
}

type Tally = Pick<PlanCountsView, 'install' | 'update' | 'remove'>;

function tally(moves: readonly Move[]): Tally {
  const counts = { install: 0, update: 0, remove: 0 };
  for (const { action } of moves) counts[action] += 1;
  return counts;
}

async function countsBySite(tx: Tx, moves: readonly Move[]): Promise<PlanOfSiteView[]> {
  const bySite = new Map<string, Tally>();
  for (const { siteId, action } of moves) {
    const counts = bySite.get(siteId) ?? { install: 0, update: 0, remove: 0 };
    counts[action] += 1;
    bySite.set(siteId, counts);
  }
  const names: Omit<PlanOfSiteView, keyof Tally>[] = await tx.query(
    `SELECT s.id AS "siteId", s.name AS "siteName", c.id AS "clientId", c.name AS "clientName"
       FROM site s JOIN client c ON c.id = s.client_id WHERE s.id = ANY($1::uuid[]) ORDER BY c.name, s.name, s.id`,
    [[...bySite.keys()]],
  );
  const counted = names.map((site) => ({ ...site, ...bySite.get(site.siteId)! }));
  return counted.sort((one, other) => total(other) - total(one));
}

function sumByClient(sites: readonly PlanOfSiteView[]): PlanOfClientView[] {
  const sums = new Map<string, PlanOfClientView>();
  for (const { clientId, clientName, install, update, remove } of sites) {
    const sum = sums.get(clientId) ?? { clientId, clientName, install: 0, update: 0, remove: 0 };
    sums.set(clientId, { ...sum, install: sum.install + install, update: sum.update + update, remove: sum.remove + remove });
  }
  return [...sums.values()];
}

function total({ install, update, remove }: Tally): number {
  return install + update + remove;
}

/** The same disagreement on many sites is one conflict. */
function conflictsOf(classes: readonly PolicyClass[]): PlannedConflictView[] {
  const found = new Map<string, PlannedConflictView>();
  for (const { siteId, policy } of classes) {
    for (const { code, key, candidates } of policy.conflicts) {
      const name = `${key} ${candidates.map(({ policyId, packageId }) => `${policyId}/${packageId}`).sort().join(' ')}`;
      const known: PlannedConflictView = found.get(name) ?? { code, key, siteIds: [], candidates: candidates.map((candidate) => ({ ...candidate })) };
      if (!known.siteIds.includes(siteId)) known.siteIds.push(siteId);
      found.set(name, known);
    }
  }
  return [...found.values()];
}

/** What is assigned to the touched sites and comes to nothing there. */
async function warningsOf(tx: Tx, siteIds: readonly string[]): Promise<PlanWarningView[]> {
  const rows: { code: string; detail: string }[] = await tx.query(WARNINGS, [siteIds]);
  return rows.map(({ code, detail }) => ({ code, detail, title: catalogueEntry(code)?.title ?? code }));
}

const WARNINGS = `
  WITH assigned AS (SELECT DISTINCT a.package_id FROM assignment a WHERE a.site_id = ANY($1::uuid[]))
  SELECT 'RA-POL-02' AS code, format('The policy "%s" in the package "%s" is switched off.', p.name, k.name) AS detail
    FROM assigned JOIN package k ON k.id = assigned.package_id JOIN package_entry e USING (package_id) JOIN policy p ON p.id = e.policy_id WHERE NOT p.enabled
  UNION
  SELECT 'RA-POL-03', format('The package "%s" has no remote access policy.', k.name)
    FROM assigned JOIN package k ON k.id = assigned.package_id
   WHERE NOT EXISTS (SELECT 1 FROM package_entry e JOIN policy p ON p.id = e.policy_id WHERE e.package_id = k.id AND p.category = 'devices' AND p.type = 'remote-access')
  UNION
  SELECT 'RA-POL-04', format('The device group "%s" in the package "%s" matches no device of the touched sites.', g.name, k.name)
    FROM assigned JOIN package k ON k.id = assigned.package_id JOIN package_entry e USING (package_id) JOIN device_group g ON g.id = e.device_group_id
   WHERE NOT EXISTS (SELECT 1 FROM device_group_member m JOIN device d ON d.id = m.device_id WHERE m.group_id = g.id AND d.site_id = ANY($1::uuid[]))
   ORDER BY 1, 2 LIMIT 50`;

async function sessionsCut(tx: Tx, moves: readonly Move[]): Promise<number> {
  const losing = moves.filter(({ ends }) => ends.length > 0);
  if (losing.length === 0) return 0;
  const [row]: { n: number }[] = await tx.query(
    `SELECT count(*)::int AS n FROM launch WHERE state IN ('redeemed', 'minted', 'active') AND device_id = ANY($1::uuid[]) AND deployment_id = ANY($2::uuid[])`,
    [losing.map(({ deviceId }) => deviceId), losing.flatMap(({ ends }) => ends)],
  );
  return row?.n ?? 0;
}

/** Settings that somebody configured and that the provider of some touched site cannot enforce. */
async function notExpressible(tx: Tx, classes: readonly PolicyClass[], expressibleBy: ExpressibleByKind): Promise<NotExpressibleView[]> {
  const instances: { id: string; kind: string; name: string }[] = await tx.query('SELECT id, kind, name FROM provider_instance WHERE id = ANY($1::uuid[]) ORDER BY name', [
    [...new Set(classes.map(({ providerInstanceId }) => providerInstanceId))],
  ]);
  return instances.flatMap(({ id, kind, name }) => {
    const served = classes.filter(({ providerInstanceId, targeted }) => targeted && providerInstanceId === id);
    return notExpressibleBy(expressibleBy(kind))
      .filter((key) => served.some(({ policy }) => policy.settings[key]?.source !== 'default'))
      .map((key) => ({ key, providerInstanceId: id, providerInstanceName: name }));
  });
}

async function firstDevices(tx: Tx, moves: readonly Move[]): Promise<PlannedDeviceView[]> {
  const shown = new Map(moves.slice(0, DEVICES_SHOWN).map((move) => [move.deviceId, move]));
  const rows: Omit<PlannedDeviceView, 'action'>[] = await tx.query(
    `SELECT d.id AS "deviceId", d.name AS "deviceName", s.id AS "siteId", s.name AS "siteName"
       FROM device d JOIN site s ON s.id = d.site_id WHERE d.id = ANY($1::uuid[]) ORDER BY d.name, d.id`,
    [[...shown.keys()]],
  );
  return rows.map((row) => ({ ...row, action: shown.get(row.deviceId)!.action }));
}
