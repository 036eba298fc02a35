import type { Scope } from '../../accounts/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { invalidField, missingReference } from '../../platform/errors/constraint-refusals.js';
import { policiesById } from '../../policies/index.js';
import type { PackageEntryBody } from './package.body.js';

/**
 * Makes the package contain exactly these policies, in this order, touching only entries that differ: every touched entry
 * makes all sites of the package be looked at again.
 */
export async function storeEntries(
  tx: Tx,
  scope: Scope,
  packageId: string,
  clientId: string | null,
  entries: readonly PackageEntryBody[],
): Promise<void> {
  const wanted = entries.map((entry) => entry.policyId);
  const repeated = wanted.findIndex((id, index) => wanted.indexOf(id) !== index);
  if (repeated >= 0) throw invalidField(`/entries/${repeated}/policyId`, 'unique', 'is in the package already');
  const policies = new Map((await policiesById(tx, scope, wanted)).map((policy) => [policy.id, policy]));
  wanted.forEach((id, index) => {
    const policy = policies.get(id);
    if (!policy) throw missingReference(`/entries/${index}/policyId`, 'policy');
    if (policy.clientId !== null && policy.clientId !== clientId) {
      throw invalidField(`/entries/${index}/policyId`, 'client', 'belongs to a client, and this package does not');
    }
  });
  await tx.query('DELETE FROM package_entry WHERE package_id = $1 AND policy_id <> ALL ($2::uuid[])', [
    packageId,
    wanted,
  ]);
  await tx.query(
    `INSERT INTO package_entry AS e (package_id, policy_id, position)
     SELECT $1, w.id, w.position FROM unnest($2::uuid[]) WITH ORDINALITY AS w (id, position)
     ON CONFLICT ON CONSTRAINT package_entry_is_one_per_policy_and_group DO UPDATE SET position = excluded.position WHERE e.position <> excluded.position`,
    [packageId, wanted],
  );
}
