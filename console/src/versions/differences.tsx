import { t } from '@lingui/core/macro';
import { Box, Group, Stack, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';

/** One difference as people read it; what was nothing before, or is nothing now, is null. */
export interface Difference {
  title: string;
  before: string | null;
  after: string | null;
}

interface DifferencesProps {
  differences: readonly Difference[];
  /** What is said where nothing is different. */
  none?: string;
}

/** What became different, one line each. */
export function Differences({ differences, none = t`Nothing is different.` }: DifferencesProps) {
  if (differences.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {none}
      </Text>
    );
  }
  return (
    <Stack gap={4} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {differences.map(({ title, before, after }, index) => (
        <Box component="li" key={index}>
          <Group gap={6}>
            <Text size="sm" c="dimmed">
              {title}:
            </Text>
            {before !== null && <Text size="sm" td={after === null ? 'line-through' : undefined}>{before}</Text>}
            {before !== null && after !== null && <IconArrowRight size={13} aria-label={t`becomes`} />}
            {after !== null && (
              <Text size="sm" fw={600}>
                {after}
              </Text>
            )}
          </Group>
        </Box>
      ))}
    </Stack>
  );
}
