import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, Title } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ProviderInstance, ProviderVitals } from '../api/types';
import { useRight } from '../app/me';
import { Facts } from '../components/facts';
import { QueryState } from '../components/query-state';
import { RelativeTime, duration } from '../components/relative-time';
import { useNow } from '../components/use-now';
import { HealthAlerts } from './provider-health';
import { useTestProvider, vitalsQuery } from './provider-queries';

const PURPOSES = { pages: t`Pages, for browsers`, 'remote-agents': t`Remote agents`, engine: t`The engine itself, for core alone` };

/** How an instance is doing. */
export function ProviderOverview({ instance }: { instance: ProviderInstance }) {
  const mayTest = useRight('providers.manage');
  const test = useTestProvider(instance.id);
  return (
    <QueryState query={useQuery(vitalsQuery(instance.id))}>
      {(vitals) => (
        <>
          <HealthAlerts instance={vitals} />
          <Box className="lk-card" p="md" mb="md" component="section" aria-label={t`Health`}>
            <Group justify="space-between" mb="sm">
              <Title order={2} size="h4">
                <Trans>Health</Trans>
              </Title>
              {mayTest && (
                <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} loading={test.isPending} onClick={() => test.mutate()}>
                  <Trans>Check now</Trans>
                </Button>
              )}
            </Group>
            <Facts
              facts={[
                [t`Version`, vitals.engineVersion ?? t`not known yet`],
                [t`Safe from`, vitals.floorVersion && t`version ${vitals.floorVersion}`],
                [t`Up for`, vitals.startedAt && <Uptime since={vitals.startedAt} />],
                [t`In this state`, <RelativeTime at={vitals.healthSince} />],
                [t`Last reading of its records`, <RelativeTime at={vitals.checkedAt} />],
                [t`Round trip`, roundTrip(vitals)],
                [t`Measured`, vitals.probedAt && <RelativeTime at={vitals.probedAt} />],
                [t`Serves`, t`${plural(instance.siteCount, { one: '1 site', other: `${instance.siteCount} sites` })}, ${plural(instance.deviceCount, { one: '1 computer', other: `${instance.deviceCount} computers` })}`],
                [t`Instance id`, <span className="lk-code">{instance.id}</span>],
              ]}
            />
          </Box>
          {vitals.listeners.length > 0 && (
            <Box className="lk-card" p="md" component="section" aria-label={t`Listeners`}>
              <Title order={2} size="h4" mb="sm">
                <Trans>Listeners</Trans>
              </Title>
              <Facts facts={vitals.listeners.map(({ purpose, address }) => [PURPOSES[purpose], <span className="lk-code">{address}</span>] as const)} />
            </Box>
          )}
        </>
      )}
    </QueryState>
  );
}

function Uptime({ since }: { since: string }) {
  const now = useNow(1_000);
  return <>{duration(Math.max(0, (now.getTime() - new Date(since).getTime()) / 1_000))}</>;
}

const roundTrip = ({ roundTripMs, probedAt }: ProviderVitals) => (roundTripMs === null ? (probedAt ? t`no answer` : t`not measured yet`) : t`${roundTripMs} ms`);
