import { Badge, Box, Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowBackUp, IconArrowsDiff, IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Policy, PolicyVersion, SettingDefinition } from '../api/types';
import { confirm } from '../components/confirm';
import { EmptyState } from '../components/empty-state';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { CompareVersions } from './compare-versions';
import { policyVersionsQuery, useRestoreVersion } from './policy-queries';
import { VersionDifferences } from './version-differences';

interface PolicyVersionsProps {
  policy: Policy;
  etag: string;
  definitions: readonly SettingDefinition[];
  mayRestore: boolean;
}

/** Every saved version with what it changed, newest first; any can be compared and brought back. */
export function PolicyVersions({ policy, etag, definitions, mayRestore }: PolicyVersionsProps) {
  const query = useQuery(policyVersionsQuery(policy.id));
  const [compared, setCompared] = useState<number | null>(null);
  const restore = useRestoreVersion(policy.id, etag);
  const askToRestore = (version: number) =>
    confirm({
      title: `Restore version ${version}?`,
      confirm: 'Restore',
      danger: false,
      children: `The policy says again what version ${version} said, as version ${policy.version + 1}. Nothing is lost.`,
      onConfirm: () => restore.mutate(version),
    });
  return (
    <QueryState query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState icon={IconHistory} title="No versions" />
        ) : (
          <>
            <Stack gap="xs" maw={980}>
              {items.map((version) => (
                <Version
                  key={version.version}
                  version={version}
                  isCurrent={version.version === policy.version}
                  definitions={definitions}
                  onCompare={() => setCompared(version.version)}
                  onRestore={mayRestore ? () => askToRestore(version.version) : undefined}
                />
              ))}
            </Stack>
            {compared !== null && (
              <CompareVersions
                policyId={policy.id}
                versions={items}
                version={compared}
                definitions={definitions}
                onClose={() => setCompared(null)}
              />
            )}
          </>
        )
      }
    </QueryState>
  );
}

interface VersionProps {
  version: PolicyVersion;
  isCurrent: boolean;
  definitions: readonly SettingDefinition[];
  onCompare: () => void;
  onRestore: (() => void) | undefined;
}

function Version({ version, isCurrent, definitions, onCompare, onRestore }: VersionProps) {
  return (
    <Box className="lk-card" p="md" component="article" aria-label={`Version ${version.version}`}>
      <Group justify="space-between" mb={6}>
        <Group gap="xs">
          <Badge variant={isCurrent ? 'filled' : 'light'} tt="none">
            Version {version.version}
          </Badge>
          {isCurrent && (
            <Text size="xs" fw={600}>
              Current
            </Text>
          )}
          <Text size="sm">{version.authorName}</Text>
          <RelativeTime at={version.at} c="dimmed" />
        </Group>
        {!isCurrent && (
          <Group gap={6}>
            <Button size="compact-xs" variant="subtle" leftSection={<IconArrowsDiff size={14} />} onClick={onCompare}>
              Compare
            </Button>
            {onRestore && (
              <Button size="compact-xs" variant="light" leftSection={<IconArrowBackUp size={14} />} onClick={onRestore}>
                Restore
              </Button>
            )}
          </Group>
        )}
      </Group>
      <VersionDifferences differences={version.changes} definitions={definitions} isFirst={version.version === 1} />
    </Box>
  );
}
