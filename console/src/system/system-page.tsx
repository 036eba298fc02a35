import { Box, Code, SimpleGrid, Title } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { Facts } from '../components/facts';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';

const systemQuery = queryOptions({
  queryKey: ['system'],
  queryFn: () => answer(api.GET('/api/v1/system')),
  refetchInterval: 10_000,
});

/** `agentsOnline` → Agents online. */
const inWords = (name: string): string =>
  name.charAt(0).toUpperCase() + name.slice(1).replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** How the installation itself is doing. */
export function SystemPage() {
  const query = useQuery(systemQuery);
  return (
    <>
      <PageHeader title="System" lead="How this installation is doing; looked at every ten seconds." />
      <QueryState query={query}>
        {(system) => (
          <SimpleGrid cols={{ base: 1, lg: 2 }}>
            {Object.entries(system).map(([name, value]) => (
              <Box key={name} className="lk-card" p="md">
                <Title order={2} mb="sm">
                  {inWords(name)}
                </Title>
                {typeof value === 'object' && value !== null && !Array.isArray(value) ? (
                  <Facts facts={Object.entries(value).map(([key, one]) => [inWords(key), String(one)] as const)} />
                ) : (
                  <Code block>{JSON.stringify(value, null, 1)}</Code>
                )}
              </Box>
            ))}
          </SimpleGrid>
        )}
      </QueryState>
    </>
  );
}
