import { Badge, Box, Group, Stack, Text } from '@mantine/core';
import { IconArrowRight, IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { PolicyVersion, SettingDefinition } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { policyVersionsQuery } from './policy-queries';
import { valueInWords } from './setting-words';

interface PolicyVersionsProps {
  id: string;
  definitions: readonly SettingDefinition[];
}

/** Every saved version with what it changed, newest first. */
export function PolicyVersions({ id, definitions }: PolicyVersionsProps) {
  const query = useQuery(policyVersionsQuery(id));
  return (
    <QueryState query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState icon={IconHistory} title="No versions" />
        ) : (
          <Stack gap="xs" maw={980}>
            {items.map((version, index) => (
              <Box key={version.version} className="lk-card" p="md">
                <Group justify="space-between" mb={4}>
                  <Group gap="xs">
                    <Badge variant="light" tt="none">
                      Version {version.version}
                    </Badge>
                    <Text size="sm">{version.authorName}</Text>
                  </Group>
                  <RelativeTime at={version.at} c="dimmed" />
                </Group>
                <Changes version={version} before={items[index + 1]} definitions={definitions} />
              </Box>
            ))}
          </Stack>
        )
      }
    </QueryState>
  );
}

interface ChangesProps {
  version: PolicyVersion;
  before: PolicyVersion | undefined;
  definitions: readonly SettingDefinition[];
}

function Changes({ version, before, definitions }: ChangesProps) {
  const words = (settings: PolicyVersion['settings'], definition: SettingDefinition) => {
    const value = settings[definition.key];
    return value === undefined ? 'Not configured' : valueInWords(definition, value);
  };
  const changed = definitions.filter(
    (definition) => words(version.settings, definition) !== words(before?.settings ?? {}, definition),
  );
  const renamed = before && before.name !== version.name;
  const switched = before && before.enabled !== version.enabled;
  if (changed.length === 0 && !renamed && !switched) {
    return (
      <Text size="sm" c="dimmed">
        {before ? 'No setting changed.' : 'Nothing configured.'}
      </Text>
    );
  }
  return (
    <Stack gap={2}>
      {renamed && (
        <Text size="sm">
          Renamed from “{before.name}” to “{version.name}”
        </Text>
      )}
      {switched && <Text size="sm">{version.enabled ? 'Enabled' : 'Disabled'}</Text>}
      {changed.map((definition) => (
        <Group key={definition.key} gap={6}>
          <Text size="sm" c="dimmed">
            {definition.title}:
          </Text>
          {before && (
            <>
              <Text size="sm">{words(before.settings, definition)}</Text>
              <IconArrowRight size={13} aria-label="becomes" />
            </>
          )}
          <Text size="sm" fw={600}>
            {words(version.settings, definition)}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
