import { Box, Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface CardProps {
  title: string;
  lead: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** One subject of a settings page, with what can be done about it. */
export function Card({ title, lead, actions, children }: CardProps) {
  return (
    <Box className="lk-card" component="section" p="md">
      <Group justify="space-between" align="flex-start" mb="sm" gap="sm">
        <Box maw="64ch">
          <Title order={2} fz="md">
            {title}
          </Title>
          <Text size="sm" c="dimmed">
            {lead}
          </Text>
        </Box>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Box>
  );
}
