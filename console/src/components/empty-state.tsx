import { Center, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon: Icon;
  title: string;
  children?: ReactNode;
  /** The next step, when there is one. */
  action?: ReactNode;
  colour?: string;
  compact?: boolean;
}

/** Says why there is nothing to see, and what to do about it. */
export function EmptyState({
  icon: StateIcon,
  title,
  children,
  action,
  colour = 'gray',
  compact = false,
}: EmptyStateProps) {
  return (
    <Center py={compact ? 'lg' : 48} px="md">
      <Stack align="center" gap="xs" maw={440}>
        <ThemeIcon size={compact ? 40 : 52} radius="xl" variant="light" color={colour}>
          <StateIcon size={compact ? 20 : 26} stroke={1.6} aria-hidden />
        </ThemeIcon>
        <Title order={2} size="h3" ta="center">
          {title}
        </Title>
        {children && (
          <Text size="sm" c="dimmed" ta="center" component="div">
            {children}
          </Text>
        )}
        {action}
      </Stack>
    </Center>
  );
}
