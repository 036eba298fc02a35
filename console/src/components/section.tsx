import { Box, Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface SectionProps {
  title: string;
  /** One sentence under the title. */
  lead?: ReactNode;
  /** At the end of the title's line: a mark, a link, a choice. */
  aside?: ReactNode;
  children: ReactNode;
}

/** A card of a page with a title of its own. */
export function Section({ title, lead, aside, children }: SectionProps) {
  return (
    <Box className="lk-card" component="section" aria-label={title}>
      <Group justify="space-between" px="md" py="sm" gap="xs" wrap="nowrap" align="flex-start">
        <Box miw={0}>
          <Title order={2}>{title}</Title>
          {lead && (
            <Text size="xs" c="dimmed">
              {lead}
            </Text>
          )}
        </Box>
        {aside}
      </Group>
      {children}
    </Box>
  );
}
