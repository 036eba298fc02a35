import type { Operator } from '../../accounts/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

/** Keeps what the policy says now, and who said so, for good. */
export async function keepVersion(tx: Tx, operator: Operator, policyId: string): Promise<void> {
  await tx.query(
    `INSERT INTO policy_version (policy_id, version, name, description, enabled, settings, author_id, author_name)
     SELECT id, version, name, description, enabled, settings, $2, $3 FROM policy WHERE id = $1`,
    [policyId, operator.id, operator.name],
  );
}
