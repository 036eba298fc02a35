import type { Operator } from '../../accounts/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

/** Keeps what the package contains now, and who said so, for as long as there is the package. */
export async function keepVersion(tx: Tx, operator: Operator, packageId: string): Promise<void> {
  await tx.query(
    `INSERT INTO package_version (package_id, version, name, description, entries, author_id, author_name)
     SELECT k.id, k.version, k.name, k.description,
            coalesce((SELECT jsonb_agg(jsonb_build_object('policyId', p.id, 'policyName', p.name, 'deviceGroupId', g.id, 'deviceGroupName', g.name) ORDER BY e.position)
                        FROM package_entry e JOIN policy p ON p.id = e.policy_id LEFT JOIN device_group g ON g.id = e.device_group_id WHERE e.package_id = k.id), '[]'), $2, $3
       FROM package k WHERE k.id = $1`,
    [packageId, operator.id, operator.name],
  );
}
