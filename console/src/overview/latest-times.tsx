import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Group, Text } from '@mantine/core';
import { IconStopwatch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { EmptyState } from '../components/empty-state';
import { AnchorLink } from '../components/links';
import { QueryState } from '../components/query-state';
import { Section } from '../components/section';
import { againstUsual, seconds, USUAL_SECONDS } from '../time-to-launchable/seconds';
import { timesQuery } from '../time-to-launchable/times-query';
import classes from './overview.module.css';

/** How long it took lately from a package to Log In, as a part of what people are used to wait. */
export function LatestTimes() {
  const query = useQuery(timesQuery('week'));
  return (
    <Section
      title={t`Time to launchable`}
      lead={t`The last 12 weeks`}
      aside={
        <AnchorLink to="/time-to-launchable" size="sm">
          <Trans>By site</Trans>
        </AnchorLink>
      }
    >
      <QueryState query={query} compact>
        {({ all }) =>
          all === null ? (
            <EmptyState icon={IconStopwatch} title={t`No device has become Ready yet`} compact>
              <Trans>It is measured from the moment a device is wanted until somebody can Log In.</Trans>
            </EmptyState>
          ) : (
            <Box px="md" pb="md">
              <Group gap="xl" mb="sm">
                <Figure name={t`Median`} value={seconds(all.p50Seconds)} />
                <Figure name={t`95 % within`} value={seconds(all.p95Seconds)} />
                <Figure name={t`Devices`} value={String(all.devices)} />
              </Group>
              <Box className={classes.track} aria-hidden>
                <span style={{ width: shareOf(all.p95Seconds) }} data-part="p95" />
                <span style={{ width: shareOf(all.p50Seconds) }} data-part="p50" />
              </Box>
              <Text size="xs" c="dimmed" mt={6}>
                <Trans>Against the usual 15 minutes: {againstUsual(all.p50Seconds)}.</Trans>
              </Text>
            </Box>
          )
        }
      </QueryState>
    </Section>
  );
}

const shareOf = (time: number): string => `${Math.min(100, Math.max(1, (time / USUAL_SECONDS) * 100))}%`;

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <Box>
      <Text fz={20} fw={650} lh={1.2} className="lk-figures">
        {value}
      </Text>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
    </Box>
  );
}
