import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Grid, Stack } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { usePlace } from '../app/place';
import { CauseRow } from '../causes/cause-row';
import { causesQuery } from '../causes/cause-queries';
import { EmptyState } from '../components/empty-state';
import { AnchorLink } from '../components/links';
import { QueryState } from '../components/query-state';
import { Section } from '../components/section';
import { summaryQuery } from '../devices/device-queries';
import { PhaseCounts } from '../overview/phase-counts';
import { Standings } from './standings';

/** More than these are on their own page. */
const SHOWN_CAUSES = 3;

/** How the devices stand by phase, what stands in their way, and where. */
export function FleetSummary() {
  const place = usePlace();
  const summary = useQuery(summaryQuery(place));
  return (
    <Stack gap="md">
      <QueryState query={summary}>
        {(counts) => (
          <Grid gap="md">
            <Grid.Col span={{ base: 12, lg: 5 }}>
              <PhaseCounts summary={counts} />
            </Grid.Col>
            <Grid.Col span={{ base: 12, lg: 7 }}>
              <Standings summary={counts} />
            </Grid.Col>
          </Grid>
        )}
      </QueryState>
      {place.clientId === undefined && place.siteId === undefined && <WorstCauses />}
    </Stack>
  );
}

/** What stops the most devices, each with its remedy for all of them. */
function WorstCauses() {
  const query = useQuery(causesQuery);
  return (
    <Section
      title={t`What stands in the way`}
      lead={query.data && query.data.items.length > 0 ? t`${query.data.failing} failing ${plural(query.data.failing, { one: 'device', other: 'devices' })}, ${query.data.items.length} ${plural(query.data.items.length, { one: 'cause', other: 'causes' })}` : undefined}
      aside={
        <AnchorLink to="/causes" size="sm">
          <Trans>All causes</Trans>
        </AnchorLink>
      }
    >
      <QueryState query={query} compact>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={IconCircleCheck} title={t`Nothing fails`} colour="teal" compact>
              <Trans>Devices that are away are no failures; they go on when they return.</Trans>
            </EmptyState>
          ) : (
            <Box component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
              {items.slice(0, SHOWN_CAUSES).map((cause) => (
                <CauseRow key={cause.fingerprint} cause={cause} within />
              ))}
            </Box>
          )
        }
      </QueryState>
    </Section>
  );
}
