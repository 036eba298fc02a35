import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { type ListQuery, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import { differencesBetween } from './differences-between.js';
import type { PackageVersionDiffView, PackageVersionView } from './package-version.view.js';

const VERSIONS: ListShape = {
  from: 'package_version v',
  id: 'v.version',
  idType: 'integer',
  defaultSort: '-at',
  sortable: { at: [{ sql: 'v.at', type: 'timestamptz' }] },
};

type KeptVersion = Omit<PackageVersionView, 'changes'>;

/** Every version of a package that was kept, with what it changed, the newest first. */
export async function listPackageVersions(tx: Tx, packageId: string, query: ListQuery): Promise<Page<PackageVersionView>> {
  const { ids, ...page } = await pageOfIds(tx, VERSIONS, query, new Conditions().and('v.package_id = ?', packageId));
  const shown = ids.map(Number);
  const kept = await versionsOf(tx, packageId, [...shown, ...shown.map((version) => version - 1)]);
  const items = shown.flatMap((version) => {
    const found = kept.get(version);
    return found ? [{ ...found, changes: differencesBetween(kept.get(version - 1) ?? null, found) }] : [];
  });
  return { ...page, items };
}

/** What separates a version from another one, or from the one before it; before the first kept one there was nothing. */
export async function differenceOfVersions(tx: Tx, packageId: string, to: string, from?: string): Promise<PackageVersionDiffView> {
  const after = await packageVersion(tx, packageId, to);
  if (from === undefined && after.version === 1) return { from: 0, to: 1, changes: differencesBetween(null, after) };
  const before = await packageVersion(tx, packageId, from ?? String(after.version - 1));
  return { from: before.version, to: after.version, changes: differencesBetween(before, after) };
}

/** What a package contained in one version; refuses what was never kept. */
export async function packageVersion(tx: Tx, packageId: string, version: string): Promise<KeptVersion> {
  const found = /^\d{1,9}$/.test(version) ? (await versionsOf(tx, packageId, [Number(version)])).get(Number(version)) : undefined;
  if (!found) throw notFound('version of this package');
  return found;
}

async function versionsOf(tx: Tx, packageId: string, versions: readonly number[]): Promise<Map<number, KeptVersion>> {
  const rows: KeptVersion[] = await tx.query(
    `SELECT v.version, v.name, v.description, v.entries, v.author_name AS "authorName", v.at
       FROM package_version v WHERE v.package_id = $1 AND v.version = ANY($2::int[])`,
    [packageId, versions],
  );
  return new Map(rows.map((row) => [row.version, row]));
}
