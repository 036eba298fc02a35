import { Box, SimpleGrid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '../app/me';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { summaryQuery } from '../devices/device-queries';
import { FirstSteps } from './first-steps';
import { Headlines } from './headlines';
import { LatestFailures } from './latest-failures';
import { PhaseCounts } from './phase-counts';

/** The installation at a glance, and the next step while it is young. */
export function OverviewPage() {
  const me = useMe();
  const query = useQuery(summaryQuery);
  return (
    <>
      <PageHeader title="Overview" lead={me.installation.name} />
      <Stack gap="md">
        <FirstSteps />
        <Headlines />
        <QueryState query={query}>
          {(summary) => (
            <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
              <Box>
                <PhaseCounts summary={summary} />
              </Box>
              <Box>
                <LatestFailures summary={summary} />
              </Box>
            </SimpleGrid>
          )}
        </QueryState>
      </Stack>
    </>
  );
}
