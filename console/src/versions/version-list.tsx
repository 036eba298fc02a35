import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Badge, Box, Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowBackUp, IconArrowsDiff, IconHistory } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { EmptyState } from '../components/empty-state';
import { RelativeTime } from '../components/relative-time';
import { CompareVersions } from './compare-versions';

/** What every version tells, of whatever it is one. */
export interface KeptVersion {
  version: number;
  authorName: string;
  at: string;
}

interface VersionListProps<V extends KeptVersion> {
  /** The newest first. */
  versions: readonly V[];
  current: number;
  /** What one changed in the version before it. */
  changesOf: (version: V) => ReactNode;
  /** What separates any two. */
  compare: (from: number, to: number) => ReactNode;
  /** Makes one the newest; without it nobody may. */
  onRestore?: ((version: number) => void) | undefined;
}

/** Every saved version with what it changed; any can be compared and brought back. */
export function VersionList<V extends KeptVersion>({ versions, current, changesOf, compare, onRestore }: VersionListProps<V>) {
  const [compared, setCompared] = useState<number | null>(null);
  if (versions.length === 0) return <EmptyState icon={IconHistory} title={t`No versions`} />;
  return (
    <>
      <Stack gap="xs" maw={980}>
        {versions.map((version) => (
          <Version
            key={version.version}
            version={version}
            isCurrent={version.version === current}
            onCompare={() => setCompared(version.version)}
            onRestore={onRestore && (() => onRestore(version.version))}
          >
            {changesOf(version)}
          </Version>
        ))}
      </Stack>
      {compared !== null && (
        <CompareVersions versions={versions} version={compared} compare={compare} onClose={() => setCompared(null)} />
      )}
    </>
  );
}

interface VersionProps {
  version: KeptVersion;
  isCurrent: boolean;
  onCompare: () => void;
  onRestore: (() => void) | undefined;
  children: ReactNode;
}

function Version({ version: { version, authorName, at }, isCurrent, onCompare, onRestore, children }: VersionProps) {
  return (
    <Box className="lk-card" p="md" component="article" aria-label={t`Version ${version}`}>
      <Group justify="space-between" mb={6}>
        <Group gap="xs">
          <Badge variant={isCurrent ? 'filled' : 'light'} tt="none">
            <Trans>Version {version}</Trans>
          </Badge>
          {isCurrent && (
            <Text size="xs" fw={600}>
              <Trans>Current</Trans>
            </Text>
          )}
          <Text size="sm">{authorName}</Text>
          <RelativeTime at={at} c="dimmed" />
        </Group>
        {!isCurrent && (
          <Group gap={6}>
            <Button size="compact-xs" variant="subtle" leftSection={<IconArrowsDiff size={14} />} onClick={onCompare}>
              <Trans>Compare</Trans>
            </Button>
            {onRestore && (
              <Button size="compact-xs" variant="light" leftSection={<IconArrowBackUp size={14} />} onClick={onRestore}>
                <Trans>Restore</Trans>
              </Button>
            )}
          </Group>
        )}
      </Group>
      {children}
    </Box>
  );
}
