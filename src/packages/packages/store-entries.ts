import type { Scope } from '../../accounts/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { invalidField, missingReference } from '../../platform/errors/constraint-refusals.js';
import { deviceGroupsById } from '../../devices/index.js';
import { policiesById } from '../../policies/index.js';
import type { PackageEntryBody } from './package.body.js';

/**
 * Makes the package contain exactly these entries, in this order, touching only those that differ: every touched entry makes
 * all sites of the package be looked at again.
 */
export async function storeEntries(
  tx: Tx,
  scope: Scope,
  packageId: string,
  clientId: string | null,
  entries: readonly PackageEntryBody[],
): Promise<void> {
  const policyIds = entries.map((entry) => entry.policyId);
  const groupIds = entries.map((entry) => entry.deviceGroupId ?? null);
  refuseRepeated(policyIds, groupIds);
  refuseUnusable('policyId', 'policy', clientId, policyIds, await policiesById(tx, scope, policyIds));
  refuseUnusable('deviceGroupId', 'device group', clientId, groupIds, await deviceGroupsById(tx, scope, groupIds.filter((id) => id !== null)));
  await tx.query(
    `DELETE FROM package_entry e WHERE e.package_id = $1 AND NOT EXISTS (
       SELECT FROM unnest($2::uuid[], $3::uuid[]) AS w (policy_id, group_id)
        WHERE w.policy_id = e.policy_id AND w.group_id IS NOT DISTINCT FROM e.device_group_id)`,
    [packageId, policyIds, groupIds],
  );
  await tx.query(
    `INSERT INTO package_entry AS e (package_id, policy_id, device_group_id, position)
     SELECT $1, w.policy_id, w.group_id, w.position FROM unnest($2::uuid[], $3::uuid[]) WITH ORDINALITY AS w (policy_id, group_id, position)
     ON CONFLICT ON CONSTRAINT package_entry_is_one_per_policy_and_group DO UPDATE SET position = excluded.position WHERE e.position <> excluded.position`,
    [packageId, policyIds, groupIds],
  );
}

function refuseRepeated(policyIds: readonly string[], groupIds: readonly (string | null)[]): void {
  const repeated = policyIds.findIndex((id, index) => policyIds.some((other, at) => at < index && other === id && groupIds[at] === groupIds[index]));
  if (repeated < 0) return;
  const [field, message] = groupIds[repeated] === null ? ['policyId', 'is in the package already'] : ['deviceGroupId', 'has this policy in the package already'];
  throw invalidField(`/entries/${repeated}/${field}`, 'unique', message);
}

/** What entries name must be visible, and shared or of the client of the package. */
function refuseUnusable(
  field: keyof PackageEntryBody,
  noun: string,
  clientId: string | null,
  ids: readonly (string | null)[],
  found: readonly { readonly id: string; readonly clientId: string | null }[],
): void {
  const byId = new Map(found.map((each) => [each.id, each]));
  ids.forEach((id, index) => {
    if (id === null) return;
    const named = byId.get(id);
    if (!named) throw missingReference(`/entries/${index}/${field}`, noun);
    if (named.clientId !== null && named.clientId !== clientId) {
      throw invalidField(`/entries/${index}/${field}`, 'client', 'belongs to a client, and this package does not');
    }
  });
}
