import { t } from '@lingui/core/macro';
import { Select as Choice, Trans } from '@lingui/react/macro';
import { ActionIcon, Badge, Box, Button, Divider, Group, Menu, Tabs, Text, Title } from '@mantine/core';
import { IconArrowsExchange, IconDots, IconPlayerStop, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SupportSessionDetail } from '../api/types';
import { useMe, useRight } from '../app/me';
import { confirm } from '../components/confirm';
import { Facts } from '../components/facts';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { CodeCard } from './code-card';
import { GuestCard } from './guest-card';
import { Invitations } from './invitations';
import { MeetingScreen } from './screen/meeting-screen';
import { END_WORDS, STATE_WORDS } from './session-words';
import { SupportChat } from './support-chat';
import { SupportNotes } from './support-notes';
import { supportSessionQuery, useEndSession, useTake } from './support-queries';
import { Transfer } from './transfer';

/** One session with all that its host does in it. */
export function SessionDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery(supportSessionQuery(id));
  return (
    <Box className="lk-card" component="section" aria-label={t`Session`}>
      <QueryState query={query}>{(session) => <Detail session={session} onClose={onClose} />}</QueryState>
    </Box>
  );
}

function Detail({ session, onClose }: { session: SupportSessionDetail; onClose: () => void }) {
  const { state, isOwn, hostId, hostName, endedAt, endReason } = session;
  const take = useTake(session.id);
  const acts = isOwn && !endedAt;
  const isAway = session.providerName !== null;
  return (
    <>
      <Group px="md" py="sm" justify="space-between" wrap="nowrap" align="flex-start">
        <Box miw={0}>
          <Group gap={8}>
            <Title order={2}>{session.name}</Title>
            <Badge variant="light" color={STATE_WORDS[state].colour}>
              {STATE_WORDS[state].label}
            </Badge>
          </Group>
          {session.reason && (
            <Text size="sm" c="dimmed">
              {session.reason}
            </Text>
          )}
        </Box>
        <Group gap={6} wrap="nowrap">
          {hostId === null && !endedAt && (
            <Button size="compact-sm" loading={take.isPending} onClick={() => take.mutate()}>
              <Trans>Take</Trans>
            </Button>
          )}
          <MoreActs session={session} />
          <ActionIcon color="gray" aria-label={t`Close the session's details`} onClick={onClose}>
            <IconX size={16} />
          </ActionIcon>
        </Group>
      </Group>
      {acts && (
        <>
          <Divider color="var(--lk-line)" />
          <CodeCard session={session} />
        </>
      )}
      {acts && !isAway && session.kind === 'meeting' && <MeetingScreen session={session} />}
      <Divider color="var(--lk-line)" />
      {isAway ? (
        <Text size="sm" c="dimmed" px="md" py="sm">
          <Trans>{AWAY_WORDS[state]} Who joins, and what is said, is there.</Trans>
        </Text>
      ) : session.guests.length === 0 ? (
        <Text size="sm" c="dimmed" px="md" py="sm">
          <Trans>Nobody has joined<Choice value={endedAt ? 'yes' : 'no'} _yes="." other=" yet. As soon as somebody opens the page you see here how far he is." /></Trans>
        </Text>
      ) : (
        session.guests.map((guest) => <GuestCard key={guest.id} session={session} guest={guest} acts={acts} />)
      )}
      <Divider color="var(--lk-line)" />
      <Tabs defaultValue={isAway ? 'notes' : 'chat'} px="md" py="sm">
        <Tabs.List mb="sm">
          {!isAway && <Tabs.Tab value="chat"><Trans>Chat</Trans></Tabs.Tab>}
          <Tabs.Tab value="notes"><Trans>Notes<Choice value={session.notes.length > 0 ? 'yes' : 'no'} _yes={` (${session.notes.length})`} other="" /></Trans></Tabs.Tab>
          <Tabs.Tab value="invitations"><Trans>Invitations<Choice value={session.invitations.length > 0 ? 'yes' : 'no'} _yes={` (${session.invitations.length})`} other="" /></Trans></Tabs.Tab>
          <Tabs.Tab value="about"><Trans>About</Trans></Tabs.Tab>
        </Tabs.List>
        {!isAway && (
          <Tabs.Panel value="chat">
            <SupportChat session={session} />
          </Tabs.Panel>
        )}
        <Tabs.Panel value="notes">
          <SupportNotes session={session} />
        </Tabs.Panel>
        <Tabs.Panel value="invitations">
          <Invitations session={session} acts={acts} />
        </Tabs.Panel>
        <Tabs.Panel value="about">
          <Facts
            facts={[
              [t`Kind`, session.kind === 'meeting' ? t`Meeting` : t`Support`],
              [t`Held`, session.providerName && t`At ${session.providerName}`],
              [t`Host`, hostName ?? t`Nobody has taken it yet`],
              [t`Asked for by`, [session.requesterName, session.requesterEmail].filter(Boolean).join(', ')],
              [t`Client and site`, [session.clientName, session.siteName].filter(Boolean).join(' › ')],
              [t`Made`, <RelativeTime key="made" at={session.createdAt} />],
              [t`Planned for`, session.plannedFor && <RelativeTime key="planned" at={session.plannedFor} />],
              [endedAt ? t`Ended` : t`Ends at the latest`, <RelativeTime key="end" at={endedAt ?? session.expiresAt} />],
              [t`How`, endReason && END_WORDS[endReason]],
            ]}
          />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

/** What is known of a session that is held at a provider. */
const AWAY_WORDS: Record<SupportSessionDetail['state'], string> = {
  created: t`Nobody is there yet.`,
  'guest-joining': t`A guest is on his way.`,
  'guest-connected': t`A guest is there and waits for you.`,
  'host-connected': t`Host and guest are there.`,
  ended: t`It is over.`,
};

function endingMeans({ providerName }: SupportSessionDetail): string {
  return providerName
    ? t`It is over here. ${providerName} cannot be told to end it: there it stays open until the guest leaves, or you end it there.`
    : t`It ends for everybody at once, and its code and link are void. Chat and notes are kept.`;
}

function MoreActs({ session }: { session: SupportSessionDetail }) {
  const me = useMe();
  const looksAfterPeople = useRight('users.manage');
  const [isHandingOver, setHandingOver] = useState(false);
  const end = useEndSession(session.id);
  const mayHandOver = looksAfterPeople && session.hostId !== null;
  const mayEnd = session.isOwn || session.hostId === null || looksAfterPeople;
  if (session.endedAt || !mayEnd) return null;
  const askEnd = () =>
    confirm({ title: t`End “${session.name}”?`, confirm: t`End the session`, children: endingMeans(session), onConfirm: () => end.mutate() });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" aria-label={t`More actions`}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mayHandOver && (
            <Menu.Item leftSection={<IconArrowsExchange size={16} />} onClick={() => setHandingOver(true)}>
              <Trans>Hand over…</Trans>
            </Menu.Item>
          )}
          <Menu.Item color="red" leftSection={<IconPlayerStop size={16} />} onClick={askEnd}>
            <Trans>End for everybody</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {mayHandOver && <Transfer session={session} except={me.id} opened={isHandingOver} onClose={() => setHandingOver(false)} />}
    </>
  );
}
