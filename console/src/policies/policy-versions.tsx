import { useQuery } from '@tanstack/react-query';
import type { Policy, SettingDefinition } from '../api/types';
import { QueryState } from '../components/query-state';
import { VersionList } from '../versions/version-list';
import { policyVersionsQuery, useRestoreVersion, versionDiffQuery } from './policy-queries';
import { VersionDifferences } from './version-differences';

interface PolicyVersionsProps {
  policy: Policy;
  etag: string;
  definitions: readonly SettingDefinition[];
  mayRestore: boolean;
}

/** What a policy said before, and who changed it. */
export function PolicyVersions({ policy, etag, definitions, mayRestore }: PolicyVersionsProps) {
  const query = useQuery(policyVersionsQuery(policy.id));
  const restore = useRestoreVersion(policy.id, etag);
  return (
    <QueryState query={query}>
      {({ items }) => (
        <VersionList
          versions={items}
          current={policy.version}
          changesOf={({ version, changes }) => (
            <VersionDifferences differences={changes} definitions={definitions} isFirst={version === 1} />
          )}
          compare={(from, to) => <Between policyId={policy.id} from={from} to={to} definitions={definitions} />}
          onRestore={mayRestore ? (version) => restore.mutate(version) : undefined}
        />
      )}
    </QueryState>
  );
}

interface BetweenProps {
  policyId: string;
  from: number;
  to: number;
  definitions: readonly SettingDefinition[];
}

function Between({ policyId, from, to, definitions }: BetweenProps) {
  const query = useQuery(versionDiffQuery(policyId, from, to));
  return (
    <QueryState query={query} compact>
      {({ changes }) => <VersionDifferences differences={changes} definitions={definitions} />}
    </QueryState>
  );
}
