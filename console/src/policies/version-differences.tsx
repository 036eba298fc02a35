import { Box, Group, Stack, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import type { PolicyDifference, SettingDefinition } from '../api/types';
import { valueInWords } from './setting-words';

interface VersionDifferencesProps {
  differences: readonly PolicyDifference[];
  definitions: readonly SettingDefinition[];
  /** Where there was nothing before, only what is there now is said. */
  isFirst?: boolean;
}

/** What became different, setting by setting. */
export function VersionDifferences({ differences, definitions, isFirst = false }: VersionDifferencesProps) {
  if (differences.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {isFirst ? 'Nothing configured.' : 'Nothing is different.'}
      </Text>
    );
  }
  return (
    <Stack gap={4} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {differences.map((difference) => {
        const { title, before, after } = inWords(difference, definitions);
        return (
          <Box component="li" key={difference.pointer}>
            <Group gap={6}>
              <Text size="sm" c="dimmed">
                {title}:
              </Text>
              {!isFirst && (
                <>
                  <Text size="sm">{before}</Text>
                  <IconArrowRight size={13} aria-label="becomes" />
                </>
              )}
              <Text size="sm" fw={600}>
                {after}
              </Text>
            </Group>
          </Box>
        );
      })}
    </Stack>
  );
}

const OWN: Record<string, string> = { '/name': 'Name', '/description': 'Description', '/enabled': 'Policy' };

function inWords({ pointer, before, after }: PolicyDifference, definitions: readonly SettingDefinition[]) {
  const key = pointer.replace('/settings/', '').replaceAll('~1', '/').replaceAll('~0', '~');
  const definition = pointer.startsWith('/settings/') && definitions.find((one) => one.key === key);
  const words = (value: PolicyDifference['before']): string => {
    if (value === null) return 'Not configured';
    if (pointer === '/enabled') return value === true ? 'Enabled' : 'Disabled';
    if (definition) return valueInWords(definition, value);
    return value === '' ? 'Empty' : `“${String(value)}”`;
  };
  return { title: OWN[pointer] ?? (definition ? definition.title : key), before: words(before), after: words(after) };
}
