import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import type { Package, PackageDifference } from '../api/types';
import { QueryState } from '../components/query-state';
import { Differences, type Difference } from '../versions/differences';
import { VersionList } from '../versions/version-list';
import { packageVersionDiffQuery, packageVersionsQuery, useRestorePackage } from './package-queries';

interface PackageHistoryProps {
  opened: Package;
  etag: string;
  mayRestore: boolean;
}

/** The History tab: what a package contained before, and who changed it. */
export function PackageHistory({ opened, etag, mayRestore }: PackageHistoryProps) {
  const query = useQuery(packageVersionsQuery(opened.id));
  const restore = useRestorePackage(opened.id, etag);
  return (
    <QueryState query={query}>
      {({ items }) => (
        <VersionList
          versions={items}
          current={opened.version}
          changesOf={({ changes }) => <Differences differences={changes.map(inWords)} none={t`Without policies.`} />}
          compare={(from, to) => <Between packageId={opened.id} from={from} to={to} />}
          onRestore={mayRestore ? (version) => restore.mutate(version) : undefined}
        />
      )}
    </QueryState>
  );
}

function Between({ packageId, from, to }: { packageId: string; from: number; to: number }) {
  const query = useQuery(packageVersionDiffQuery(packageId, from, to));
  return (
    <QueryState query={query} compact>
      {({ changes }) => <Differences differences={changes.map(inWords)} />}
    </QueryState>
  );
}

function inWords({ field, before, after }: PackageDifference): Difference {
  switch (field) {
    case 'entry':
      return { title: before === null ? t`Added` : t`Taken out`, before, after };
    case 'order':
      return { title: t`Order`, before, after };
    default:
      return { title: field === 'name' ? t`Name` : t`Description`, before: before || t`Empty`, after: after || t`Empty` };
  }
}
