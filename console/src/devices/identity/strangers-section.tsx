import { Trans } from '@lingui/react/macro';
import { Box, Stack, Text, Title } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useId, type ReactNode } from 'react';
import { QueryState } from '../../components/query-state';

interface StrangersSectionProps<T> {
  title: string;
  lead: string;
  /** Said where there is nothing. */
  none: string;
  query: UseQueryResult<{ items: T[]; total: number }>;
  children: (item: T) => ReactNode;
}

/** A list of what nobody deployed, below the devices in doubt. */
export function StrangersSection<T>({ title, lead, none, query, children }: StrangersSectionProps<T>) {
  const id = useId();
  return (
    <Box component="section" mt="xl" aria-labelledby={id}>
      <Title order={2} id={id}>
        {title}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {lead}
      </Text>
      <QueryState query={query}>
        {({ items, total }) =>
          items.length === 0 ? (
            <Text size="sm">{none}</Text>
          ) : (
            <Stack gap="sm">
              {items.map(children)}
              {total > items.length && (
                <Text size="sm" c="dimmed">
                  <Trans>The first {items.length} of {total}.</Trans>
                </Text>
              )}
            </Stack>
          )
        }
      </QueryState>
    </Box>
  );
}
