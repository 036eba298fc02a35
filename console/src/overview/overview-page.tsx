import { t } from '@lingui/core/macro';
import { Grid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { AttentionList } from '../attention/attention-list';
import { useMe } from '../app/me';
import { usePlace } from '../app/place';
import { hasRight } from '../app/rights';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { summaryQuery } from '../devices/device-queries';
import { FirstSteps } from './first-steps';
import { Headlines } from './headlines';
import { LatestTimes } from './latest-times';
import { PhaseCounts } from './phase-counts';
import { RecentActivity } from './recent-activity';

/** What needs a person now, how the fleet stands, and the next step while the installation is young. */
export function OverviewPage() {
  const me = useMe();
  const query = useQuery(summaryQuery(usePlace()));
  const readsLog = hasRight(me, 'audit.read', 'audit.read-own-actions');
  return (
    <>
      <PageHeader title={t`Overview`} lead={me.installation.name} />
      <Stack gap="md">
        <FirstSteps />
        <Headlines />
        <Grid gap="md">
          <Grid.Col span={{ base: 12, lg: 7 }}>
            <Stack gap="md">
              <AttentionList />
              {readsLog && <RecentActivity />}
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 5 }}>
            <Stack gap="md">
              <QueryState query={query}>{(summary) => <PhaseCounts summary={summary} />}</QueryState>
              <LatestTimes />
            </Stack>
          </Grid.Col>
        </Grid>
      </Stack>
    </>
  );
}
