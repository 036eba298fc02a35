import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Avatar, Badge, Box, Group, Text, Tooltip } from '@mantine/core';
import { IconArrowsExchange, IconCircleFilled, IconFolder, IconLink, IconScreenShare, IconScreenShareOff, IconTerminal2, IconVideo, IconVideoOff, type Icon } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Launch, Mode, Page } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { AnchorLink, ButtonLink } from '../components/links';
import { QueryState } from '../components/query-state';
import { duration, RelativeTime } from '../components/relative-time';
import { useNow } from '../components/use-now';
import { clock, tenths } from '../language/formats';
import { MODE_NAMES } from '../devices/log-in';
import { useMe } from '../app/me';
import { hasRight } from '../app/rights';
import { EndButton } from './end-button';
import { stateInWords } from './launch-words';
import classes from './sessions.module.css';

const MODE_ICONS: Record<Mode, Icon> = { desktop: IconScreenShare, terminal: IconTerminal2, files: IconFolder };

/** A card for everybody who is connected now, or on the way; it comes, changes and goes by itself. */
export function LiveBoard({ query }: { query: UseQueryResult<Page<Launch>> }) {
  return (
    <QueryState query={query}>
      {({ items, total }) =>
        items.length === 0 ? (
          <Box className="lk-card">
            <EmptyState icon={IconScreenShareOff} title={t`Nobody is connected right now`}>
              <Trans>A session begins with the Log In icon of a computer, and appears here by itself.</Trans>
            </EmptyState>
          </Box>
        ) : (
          <>
            <Box component="ul" className={classes.board}>
              {items.map((launch) => (
                <SessionCard key={launch.id} launch={launch} />
              ))}
            </Box>
            {total > items.length && (
              <Text size="sm" c="dimmed" mt="sm">
                <Trans>{items.length} of {total} are shown. Choose a client above to see the others.</Trans>
              </Text>
            )}
          </>
        )
      }
    </QueryState>
  );
}

function SessionCard({ launch }: { launch: Launch }) {
  const ModeIcon = MODE_ICONS[launch.mode];
  const isActive = launch.state === 'active';
  return (
    <Box component="li" className="lk-card" p="md">
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
        <Group gap="sm" wrap="nowrap" miw={0}>
          <Avatar name={launch.operatorName} size={36} radius="xl" color="latch" />
          <Box miw={0}>
            <Text size="sm" fw={600} truncate>
              {launch.operatorName}
            </Text>
            <AnchorLink to="/devices" search={{ device: launch.deviceId, tab: 'sessions' }} size="sm" underline="always">
              {launch.deviceName}
            </AnchorLink>
            <Text size="xs" c="dimmed" truncate>
              {launch.clientName} · {launch.siteName}
            </Text>
          </Box>
        </Group>
        <Badge variant="light" color={isActive ? 'teal' : 'blue'} tt="none" style={{ flex: 'none' }} leftSection={isActive ? <IconCircleFilled size={8} aria-hidden className={classes.pulse} /> : undefined}>
          {stateInWords(launch)}
        </Badge>
      </Group>
      <Group gap={6} mt="sm">
        <Mark icon={ModeIcon} word={MODE_NAMES[launch.mode]} />
        {launch.isAway ? (
          <Mark icon={IconLink} word={t`At the provider`} why={t`The connection goes through ${launch.providerName}, at its own page. Whether it is relayed or direct is not known here.`} />
        ) : (
          <Mark icon={IconArrowsExchange} word={t`Relayed`} why={t`The connection passes this server; it can be ended here at once.`} />
        )}
        {launch.recorded === null ? (
          <Mark icon={IconVideoOff} word={t`Recording unknown`} why={t`The provider records as it is set up itself.`} />
        ) : launch.recorded ? (
          <Mark icon={IconVideo} word={t`Recorded`} colour="red" />
        ) : (
          <Mark icon={IconVideoOff} word={t`Not recorded`} />
        )}
      </Group>
      <Since launch={launch} />
      {launch.reason && (
        <Text size="sm" mt={6} lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
          “{launch.reason}”
        </Text>
      )}
      <Group gap="xs" mt="sm" justify="flex-end">
        <JoinButton launch={launch} />
        <EndButton launch={launch} />
      </Group>
    </Box>
  );
}

function Mark({ icon: MarkIcon, word, why, colour = 'gray' }: { icon: Icon; word: string; why?: string; colour?: string }) {
  const badge = (
    <Badge variant="light" color={colour} tt="none" fw={550} leftSection={<MarkIcon size={13} aria-hidden />} {...(why ? { tabIndex: 0 } : {})}>
      {word}
    </Badge>
  );
  return why ? <Tooltip label={why}>{badge}</Tooltip> : badge;
}

/** How long, how much, and until when at the latest. */
function Since({ launch: { openedAt, requestedAt, bytesToDevice, bytesFromDevice, endsBy, asksFirst, state } }: { launch: Launch }) {
  const now = useNow(1_000);
  const moved = (bytesToDevice ?? 0) + (bytesFromDevice ?? 0);
  return (
    <Text size="xs" c="dimmed" mt="sm" className="lk-figures">
      {openedAt ? (
        <>
          <Trans>Connected for <b>{duration((now.getTime() - new Date(openedAt).getTime()) / 1_000)}</b></Trans>
        </>
      ) : (
        <>
          {state === 'active' && asksFirst ? t`Asks the person at the device` : t`Asked for`} <RelativeTime at={requestedAt} inherit c="dimmed" />
        </>
      )}
      {moved > 0 && ` · ${sizeInWords(moved)}`}
      {endsBy && t` · ends by ${clock.format(new Date(endsBy))}`}
    </Text>
  );
}

function sizeInWords(bytes: number): string {
  return bytes < 1_048_576 ? t`${Math.max(1, Math.round(bytes / 1_024))} KB` : t`${tenths(bytes / 1_048_576)} MB`;
}

/** Another who looks on is a session of its own: the policy says whether it may be, and whoever is there may be asked. */
function JoinButton({ launch: { deviceId, deviceName, mode, operatorId, state } }: { launch: Launch }) {
  const me = useMe();
  if (operatorId === me.id || state !== 'active' || !me.allowRemoteControl || !hasRight(me, 'devices.launch')) return null;
  return (
    <ButtonLink to="/launching/$deviceId" params={{ deviceId }} search={{ mode }} target="_blank" rel="noopener" size="compact-sm" variant="default" aria-label={t`Join on ${deviceName}`}>
      <Trans>Join</Trans>
    </ButtonLink>
  );
}
