import { plural, t } from '@lingui/core/macro';
import { Alert, Box, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconBarrierBlock, IconHourglass, IconPlayerPause } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { RolloutDetail } from '../api/types';
import { Facts } from '../components/facts';
import { AnchorLink } from '../components/links';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { duration, RelativeTime } from '../components/relative-time';
import { ProgressBar } from './progress-bar';
import { RolloutActions } from './rollout-actions';
import { RolloutDevices } from './rollout-devices';
import { rolloutQuery } from './rollout-queries';
import { RolloutState } from './rollout-state';
import { useRolloutTitle } from './rollout-title';
import { Waves } from './waves';

/** One rollout, live: what it waits for, its waves, its devices. */
export function RolloutPage() {
  const { rolloutId } = useParams({ from: '/signed-in/shell/deployments/$rolloutId' });
  const query = useQuery(rolloutQuery(rolloutId));
  const opened = query.data?.value;
  const title = useRolloutTitle(opened);
  return (
    <>
      <PageHeader
        path={[t`Endpoints`, t`Deployments`]}
        title={title}
        beside={opened && <RolloutState rollout={opened} size="lg" />}
        actions={query.data && <RolloutActions rollout={query.data.value} etag={query.data.etag} />}
      />
      <QueryState query={query}>
        {({ value: rollout }) => (
          <Stack gap="md">
            <Standing rollout={rollout} />
            <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
              <Waves rollout={rollout} />
              <Plan rollout={rollout} />
            </SimpleGrid>
            <RolloutDevices rollout={rollout} />
          </Stack>
        )}
      </QueryState>
    </>
  );
}

/** What passes by the clock alone; everything else needs devices to answer. */
const ENDS_BY_ITSELF: ReadonlySet<string> = new Set(['soak', 'window', 'rate']);

/** Why it stands where it stands, and what happens next. */
function Standing({ rollout: { state, stateReason, stateBy, stateAt, errorCode, next } }: { rollout: RolloutDetail }) {
  if (state === 'halted' || state === 'paused' || state === 'aborted') {
    const isHalt = state === 'halted';
    return (
      <Alert
        color={isHalt ? 'red' : 'orange'}
        icon={isHalt ? <IconBarrierBlock size={18} /> : <IconPlayerPause size={18} />}
        title={isHalt ? t`Halted by the guard` : state === 'paused' ? t`Paused` : t`Aborted`}
      >
        {stateReason}
        <Text size="xs" mt={4}>
          {stateBy === 'operator' ? t`By an operator` : t`By the guard`}, <RelativeTime at={stateAt} inherit />{' '}
          {errorCode && (
            <AnchorLink to="/status-catalogue" hash={errorCode} inherit c="inherit" underline="always">
              {errorCode}
            </AnchorLink>
          )}
        </Text>
      </Alert>
    );
  }
  if (!next) return null;
  return (
    <Alert color="blue" icon={<IconHourglass size={18} />} title={t`What it waits for`}>
      {next.sentence}
      {next.until && (
        <Text size="xs" mt={4}>
          {ENDS_BY_ITSELF.has(next.waitsFor) ? t`It goes on` : t`Without any answer it asks for a decision`}{' '}
          <RelativeTime at={next.until} inherit />.
        </Text>
      )}
    </Alert>
  );
}

function waitingInWords({ waitingOnline, waitingOffline }: RolloutDetail): string {
  const connected = waitingOnline > 0 ? t`${plural(waitingOnline, { one: '1 connected device', other: `${waitingOnline} connected devices` })} still waiting.` : '';
  const offline = waitingOffline > 0 ? t`${plural(waitingOffline, { one: '1 offline device', other: `${waitingOffline} offline devices` })} will get it on return.` : '';
  return `${connected} ${offline}`.trim();
}

function Plan({ rollout }: { rollout: RolloutDetail }) {
  const { window } = rollout;
  return (
    <Box className="lk-card" p="md" component="section" aria-label={t`Plan`}>
      <ProgressBar progress={{ ...rollout, total: rollout.deviceCount }} />
      <Text size="sm" mt="sm" mb="xs">
        {rollout.waiting === 0 ? t`No device waits any more.` : waitingInWords(rollout)}
      </Text>
      <Facts
        facts={[
          [t`Asked for by`, rollout.requestedByName],
          [t`Begun`, <RelativeTime at={rollout.createdAt} />],
          [t`Ended`, rollout.endedAt && <RelativeTime at={rollout.endedAt} />],
          [t`Waves`, rollout.waves.map(({ plan }) => plan).join(' → ')],
          [t`Next wave`, t`when 95 % of those that answered are settled`],
          [t`Guard`, t`halts when more than 5 % of those that answered failed`],
          [t`Soak`, duration(rollout.soakSeconds)],
          [t`Rate cap`, rollout.ratePerMinute === null ? t`none` : t`${rollout.ratePerMinute} devices a minute`],
          [
            t`Maintenance window`,
            window
              ? t`${window.days.join(', ')} from ${window.from} to ${window.to}, by the clock of each site`
              : t`at any time`,
          ],
          [t`Not needed any more`, rollout.withdrawn || null],
          [t`Overtaken by a newer change`, rollout.superseded || null],
        ]}
      />
    </Box>
  );
}
