import { t } from '@lingui/core/macro';
import { Select as Choice, Trans } from '@lingui/react/macro';
import { Badge, Box, Button, Group, Text } from '@mantine/core';
import { IconPresentation, IconUserQuestion } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { SupportSession } from '../api/types';
import { AnchorLink } from '../components/links';
import { RelativeTime } from '../components/relative-time';
import { GuestProgress } from './guest-progress';
import { HostAway } from './host-away';
import { consentInWords, END_WORDS, livingGuests, STATE_WORDS } from './session-words';
import { shownOnceQuery, useAdmit, useTake } from './support-queries';
import classes from './support.module.css';

/** One session of the queue: what it is called, who is in it and how far, and the next thing to do. */
export function SessionRow({ session, isChosen }: { session: SupportSession; isChosen: boolean }) {
  const { id, name, kind, state, hostName, createdAt, endedAt, endReason, requesterName, clientName, siteName } = session;
  const shown = useQuery(shownOnceQuery(id)).data;
  const guests = endedAt ? session.guests : livingGuests(session);
  const place = [clientName, siteName].filter(Boolean).join(' › ');
  return (
    <Box component="li" className={classes.row} data-chosen={isChosen || undefined}>
      <Box miw={0}>
        <Group gap={8}>
          <AnchorLink className={classes.open} from="/support" to="/support" search={(now) => ({ ...now, session: id })} fw={600} size="sm" aria-current={isChosen || undefined}>
            {name}
          </AnchorLink>
          {kind === 'meeting' && (
            <Badge size="sm" variant="default" leftSection={<IconPresentation size={12} />}>
              <Trans>Meeting</Trans>
            </Badge>
          )}
          {session.providerName && (
            <Badge size="sm" variant="default" tt="none">
              <Trans>At {session.providerName}</Trans>
            </Badge>
          )}
          <Badge size="sm" variant="light" color={STATE_WORDS[state].colour}>
            {STATE_WORDS[state].label}
          </Badge>
        </Group>
        <Text size="xs" c="dimmed" component="div">
          {requesterName && t`Asked for by ${requesterName} · `}
          {place && `${place} · `}
          {hostName ?? t`no host yet`} ·{' '}
          {endedAt ? (
            <>
              <RelativeTime inherit at={endedAt} size="xs" c="dimmed" />, {endReason && END_WORDS[endReason]}
            </>
          ) : (
            <>
              <Trans>waiting since <RelativeTime inherit at={createdAt} size="xs" c="dimmed" /></Trans>
            </>
          )}
        </Text>
        {shown && (state === 'created' || (kind === 'meeting' && !endedAt)) && <Text className="lk-code">{shown.code}</Text>}
      </Box>
      <Box miw={0}>
        {guests.slice(0, 3).map((guest) => (
          <Box key={guest.id} mb={4}>
            <Text size="sm" truncate>
              {guest.name}{' '}
              <Text span size="xs" c="dimmed">
                · {consentInWords(guest)}
              </Text>
            </Text>
            {!endedAt && <GuestProgress guest={guest} />}
          </Box>
        ))}
        {guests.length > 3 && <Text size="xs"><Trans>and {guests.length - 3} more</Trans></Text>}
        {guests.length === 0 && !session.hostUrl && (
          <Text size="sm" c="dimmed">
            <Trans>Nobody has joined<Choice value={endedAt ? 'yes' : 'no'} _yes="" other=" yet" /></Trans>
          </Text>
        )}
      </Box>
      <NextAct session={session} />
    </Box>
  );
}

/** The one thing that a host most likely does next. */
function NextAct({ session }: { session: SupportSession }) {
  const take = useTake(session.id);
  const admit = useAdmit(session.id);
  const waiting = livingGuests(session).find(({ admittedAt }) => admittedAt === null);
  if (session.endedAt) return <Box />;
  if (session.hostId === null)
    return (
      <Button className={classes.above} size="compact-sm" leftSection={<IconUserQuestion size={14} />} loading={take.isPending} onClick={() => take.mutate()}>
        <Trans>Take</Trans>
      </Button>
    );
  if (session.isOwn && session.hostUrl) return <HostAway className={classes.above} session={session} />;
  if (!session.isOwn || !waiting) return <Box />;
  return (
    <Button className={classes.above} size="compact-sm" loading={admit.isPending} onClick={() => admit.mutate(waiting.id)}>
      <Trans>Admit {waiting.name}</Trans>
    </Button>
  );
}
