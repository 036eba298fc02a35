import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Badge, Box, Group, Text } from '@mantine/core';
import { IconCircleFilled } from '@tabler/icons-react';
import type { Launch } from '../api/types';
import { RelativeTime, duration } from '../components/relative-time';
import { useNow } from '../components/use-now';
import { MODE_NAMES } from '../devices/log-in';
import classes from '../components/row-list.module.css';
import { EndButton } from './end-button';
import { isLive } from './launch-queries';
import { endInWords, stateInWords } from './launch-words';
import { AnchorLink } from '../components/links';

interface LaunchListProps {
  launches: readonly Launch[];
  /** The page that lists them already names one side. */
  of: 'device' | 'all';
}

/** Launches as rows: who, which device, since when, why, and how it stands. */
export function LaunchList({ launches, of }: LaunchListProps) {
  return (
    <Box component="ul" className={classes.list}>
      {launches.map((launch) => (
        <LaunchRow key={launch.id} launch={launch} of={of} />
      ))}
    </Box>
  );
}

function LaunchRow({ launch, of }: { launch: Launch; of: 'device' | 'all' }) {
  const live = isLive(launch);
  return (
    <Group component="li" className={classes.row} justify="space-between" wrap="nowrap" gap="sm" align="flex-start">
      <Box miw={0} flex={1}>
        <Group gap={8}>
          <Text size="sm" fw={600}>
            {launch.operatorName}
          </Text>
          <Text size="sm" c="dimmed">
            {MODE_NAMES[launch.mode]}
            {of === 'all' && <> <Trans>on</Trans> </>}
          </Text>
          {of === 'all' && (
            <AnchorLink underline="always" to="/devices" search={{ device: launch.deviceId }} size="sm">
              {launch.deviceName}
            </AnchorLink>
          )}
          <Badge
            variant={live ? 'light' : 'default'}
            color={live ? 'teal' : launch.state === 'refused' ? 'red' : 'gray'}
            size="sm"
            tt="none"
            leftSection={launch.state === 'active' ? <IconCircleFilled size={8} aria-hidden /> : undefined}
          >
            {stateInWords(launch)}
          </Badge>
        </Group>
        <Text size="xs" c="dimmed" mt={2}>
          <RelativeTime at={launch.requestedAt} size="xs" c="dimmed" />
          {of === 'all' && ` · ${launch.clientName} · ${launch.siteName}`}
          <Length launch={launch} />
          {launch.isAway && t` · at the provider’s own page`}
          {launch.reason && ` · “${launch.reason}”`}
          {endInWords(launch) && ` · ${endInWords(launch)}`}
        </Text>
      </Box>
      {live && <EndButton launch={launch} />}
    </Group>
  );
}

function Length({ launch: { openedAt, endedAt } }: { launch: Launch }) {
  const now = useNow(1_000);
  if (!openedAt) return null;
  const end = endedAt ? new Date(endedAt) : now;
  return <> · {duration((end.getTime() - new Date(openedAt).getTime()) / 1_000)}</>;
}
