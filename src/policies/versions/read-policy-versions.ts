import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { type ListQuery, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import { differencesBetween, type PolicyWords } from './differences-between.js';
import type { PolicyVersionDiffView, PolicyVersionView } from './policy-version.view.js';

const VERSIONS: ListShape = {
  from: 'policy_version v',
  id: 'v.version',
  idType: 'integer',
  defaultSort: '-at',
  sortable: { at: [{ sql: 'v.at', type: 'timestamptz' }] },
};

/** Every version of a policy with what it changed, the newest first. */
export async function listPolicyVersions(tx: Tx, policyId: string, query: ListQuery): Promise<Page<PolicyVersionView>> {
  const { ids, ...page } = await pageOfIds(tx, VERSIONS, query, new Conditions().and('v.policy_id = ?', policyId));
  const shown = ids.map(Number);
  const kept = await versionsOf(tx, policyId, [...shown, ...shown.map((version) => version - 1)]);
  const items = shown.flatMap((version) => {
    const found = kept.get(version);
    return found ? [{ ...found, changes: differencesBetween(kept.get(version - 1) ?? null, found) }] : [];
  });
  return { ...page, items };
}

/** What separates two versions; without the first, what the second changed in the version before it. */
export async function differenceOfVersions(tx: Tx, policyId: string, to: string, from?: string): Promise<PolicyVersionDiffView> {
  const after = await policyVersion(tx, policyId, to);
  if (from === undefined && after.version === 1) return { from: 0, to: 1, changes: differencesBetween(null, after) };
  const before = await policyVersion(tx, policyId, from ?? String(after.version - 1));
  return { from: before.version, to: after.version, changes: differencesBetween(before, after) };
}

/** What a policy said in one version; refuses what never was one. */
export async function policyVersion(tx: Tx, policyId: string, version: string): Promise<PolicyWords & { readonly version: number }> {
  const found = /^\d{1,9}$/.test(version) ? (await versionsOf(tx, policyId, [Number(version)])).get(Number(version)) : undefined;
  if (!found) throw notFound('version of this policy');
  return found;
}

async function versionsOf(tx: Tx, policyId: string, versions: readonly number[]): Promise<Map<number, Omit<PolicyVersionView, 'changes'>>> {
  const rows: Omit<PolicyVersionView, 'changes'>[] = await tx.query(
    `SELECT v.version, v.name, v.description, v.enabled, v.settings, v.author_name AS "authorName", v.at
       FROM policy_version v WHERE v.policy_id = $1 AND v.version = ANY($2::int[])`,
    [policyId, versions],
  );
  return new Map(rows.map((row) => [row.version, row]));
}
