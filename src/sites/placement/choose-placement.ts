import { catalogueEntry } from '../../../contracts/error-catalogue.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { missingReference } from '../../platform/errors/constraint-refusals.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { firstServing } from './first-serving.js';
import type { PlacementBody } from '../sites/create-site.body.js';
import { placeSite, type PlacementWish, type PoolMember, refusalOf } from './place-site.js';

export interface Placement {
  readonly providerInstanceId: string | null;
  readonly placementReason: string | null;
}

const NOBODY_CHOSE: Placement = { providerInstanceId: null, placementReason: null };

/** The columns for a placement that somebody wants; null leaves the choice to the installation. Refuses an instance that takes no more. */
export async function choosePlacement(tx: Tx, wanted: PlacementBody | null, by: string): Promise<Placement> {
  if (wanted === null) return NOBODY_CHOSE;
  const member = (await poolOf(tx)).find(({ id }) => id === wanted.providerInstanceId);
  if (!member) throw missingReference('/placement/providerInstanceId', 'provider instance');
  const refusal = refusalOf(member);
  if (refusal) throw new DomainError(refusal, `${member.name}: ${catalogueEntry(refusal)!.cause}`);
  return { providerInstanceId: member.id, placementReason: wanted.reason ?? `Chosen by ${by}` };
}

/** The same for a new site that nobody has placed; where there is only one instance, there is nothing to choose. */
export async function placeNewSite(tx: Tx, clientId: string, region: string | null, nearRegions: () => Promise<readonly string[]>): Promise<Placement> {
  const pool = await poolOf(tx);
  if (pool.length < 2) return NOBODY_CHOSE;
  const [first]: { provider_instance_id: string | null }[] = await tx.query('SELECT provider_instance_id FROM site WHERE client_id = $1 ORDER BY created_at, id LIMIT 1', [clientId]);
  const clientsInstanceId = first ? (first.provider_instance_id ?? pool[0]!.id) : null;
  const wish: PlacementWish = { region, clientsInstanceId, nearRegions: first ? [] : await nearRegions() };
  const chosen = placeSite(pool, wish);
  if (!chosen) throw new DomainError('RA-INS-13', 'Every provider instance of this installation is full or takes no new sites.');
  return { providerInstanceId: chosen.instanceId, placementReason: chosen.reason };
}

/** In the order in which they serve sites that nobody has placed. */
async function poolOf(tx: Tx): Promise<PoolMember[]> {
  return tx.query(
    `SELECT i.id, i.name, i.region, i.capacity, i.takes_sites AS "takesSites", i.enabled,
            (SELECT count(*)::int FROM deployment p WHERE p.provider_instance_id = i.id AND p.desired = 'present') AS devices
       FROM provider_instance i ORDER BY ${firstServing('i')}`,
  );
}
