import { Conditions } from '../platform/database/conditions.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { type ListQuery, type ListShape, type Page, pageOfIds } from '../platform/http/index.js';
import type { PolicyVersionView } from './policy.view.js';

const VERSIONS: ListShape = {
  from: 'policy_version v',
  id: 'v.version',
  idType: 'integer',
  defaultSort: '-at',
  sortable: { at: [{ sql: 'v.at', type: 'timestamptz' }] },
};

/** Every version of a policy, the newest first. */
export async function listPolicyVersions(tx: Tx, policyId: string, query: ListQuery): Promise<Page<PolicyVersionView>> {
  const { ids, ...page } = await pageOfIds(tx, VERSIONS, query, new Conditions().and('v.policy_id = ?', policyId));
  const versions: PolicyVersionView[] = await tx.query(
    `SELECT v.version, v.name, v.description, v.enabled, v.settings, v.author_name AS "authorName", v.at
       FROM policy_version v WHERE v.policy_id = $1 AND v.version = ANY($2::int[])`,
    [policyId, ids],
  );
  const byNumber = new Map(versions.map((version) => [String(version.version), version]));
  return { ...page, items: ids.flatMap((id) => byNumber.get(id) ?? []) };
}
