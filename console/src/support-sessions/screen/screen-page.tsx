import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, Switch, Text, Title, VisuallyHidden } from '@mantine/core';
import { useDocumentTitle, useDisclosure } from '@mantine/hooks';
import { IconArrowLeft, IconKeyboard, IconMaximize, IconMessage, IconPlayerStop } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useLive } from '../../api/live';
import type { SupportGuest, SupportSessionDetail } from '../../api/types';
import { SecurityWarnings } from '../../app/shell/security-warnings';
import { ButtonLink } from '../../components/links';
import { QueryState } from '../../components/query-state';
import { confirm } from '../../components/confirm';
import { SupportChat } from '../support-chat';
import { supportSessionQuery, useAdmit, useEndSession } from '../support-queries';
import { Clipboard } from './clipboard';
import { RemoteScreen, type ScreenHandle } from './remote-screen';
import { ScreenNotice } from './screen-notice';
import { SharedScreen } from './shared-screen';
import classes from './screen.module.css';

/** A guest's screen, with what a host does at it; a page of its own, so that nothing takes room from it. */
export function ScreenPage() {
  const { sessionId, guestId } = useParams({ from: '/signed-in/support/$sessionId/screen/$guestId' });
  const query = useQuery(supportSessionQuery(sessionId));
  useLive();
  const guest = query.data?.guests.find(({ id }) => id === guestId);
  return (
    <Box className={classes.page} component="main">
      <SecurityWarnings />
      {!guest && <VisuallyHidden component="h1"><Trans>The screen of a guest</Trans></VisuallyHidden>}
      <QueryState query={query}>
        {(session) => (guest ? <Screen session={session} guest={guest} /> : <ScreenNotice title={t`There is no such guest in this session`} />)}
      </QueryState>
    </Box>
  );
}

function Screen({ session, guest }: { session: SupportSessionDetail; guest: SupportGuest }) {
  const { mode = 'view' } = useSearch({ from: '/signed-in/support/$sessionId/screen/$guestId' });
  const navigate = useNavigate({ from: '/support/$sessionId/screen/$guestId' });
  const end = useEndSession(session.id);
  const stage = useRef<HTMLDivElement>(null);
  const screen = useRef<ScreenHandle>(null);
  const [scaled, setScaled] = useState(true);
  const [hasChat, chat] = useDisclosure(window.innerWidth >= 1_100);
  const [copied, setCopied] = useState('');
  useDocumentTitle(t`${guest.name} · ${session.name} · Latchkey`);
  const mayControl = guest.consent?.control === true && guest.hasClient;
  const controls = mayControl && mode === 'control';
  const isOver = session.endedAt !== null || guest.endedAt !== null;
  const askEnd = () => confirm({ title: t`End “${session.name}”?`, confirm: t`End the session`, children: t`It ends for everybody at once.`, onConfirm: () => end.mutate() });
  return (
    <>
      <Group className={classes.bar} justify="space-between" gap="xs">
        <Group gap="sm" miw={0}>
          <ButtonLink size="compact-sm" variant="default" leftSection={<IconArrowLeft size={14} />} to="/support" search={{ session: session.id }}>
            <Trans>Queue</Trans>
          </ButtonLink>
          <Box miw={0}>
            <Title order={1} size="h2">
              {guest.name}
            </Title>
            <Text size="xs" c="dimmed">
              {session.name}
              {guest.os && ` · ${guest.os}`}
            </Text>
          </Box>
        </Group>
        <Group gap="xs">
          {guest.hasClient && !isOver && (
            <>
              <Switch
                label={t`View only`}
                checked={!controls}
                disabled={!mayControl}
                onChange={(event) => void navigate({ search: { mode: event.currentTarget.checked ? 'view' : 'control' }, replace: true })}
              />
              <Switch label={t`Fit`} checked={scaled} onChange={(event) => setScaled(event.currentTarget.checked)} />
              <Button size="compact-sm" variant="default" leftSection={<IconKeyboard size={14} />} disabled={!controls} onClick={() => screen.current?.ctrlAltDel()}>
                <Trans>Ctrl-Alt-Del</Trans>
              </Button>
              <Clipboard copied={copied} disabled={!controls || guest.consent?.clipboard !== true} onSend={(text) => screen.current?.paste(text)} />
            </>
          )}
          <Button size="compact-sm" variant="default" leftSection={<IconMaximize size={14} />} onClick={() => void stage.current?.requestFullscreen()}>
            <Trans>Full screen</Trans>
          </Button>
          <Button size="compact-sm" variant={hasChat ? 'light' : 'default'} aria-expanded={hasChat} leftSection={<IconMessage size={14} />} onClick={chat.toggle}>
            <Trans>Chat</Trans>
          </Button>
          {!isOver && (
            <Button size="compact-sm" color="red" variant="light" leftSection={<IconPlayerStop size={14} />} onClick={askEnd}>
              <Trans>End</Trans>
            </Button>
          )}
        </Group>
      </Group>
      <Box className={classes.body} data-chat={hasChat || undefined}>
        <Box ref={stage} className={classes.stage}>
          <Picture session={session} guest={guest}>
            {guest.hasClient ? (
              <RemoteScreen ref={screen} sessionId={session.id} guestId={guest.id} mode={controls ? 'control' : 'view'} scaled={scaled} onClipboard={setCopied} />
            ) : (
              <SharedScreen sessionId={session.id} guestId={guest.id} />
            )}
          </Picture>
        </Box>
        {hasChat && (
          <Box className={classes.chat} component="aside" aria-label={t`Chat`}>
            <SupportChat session={session} />
          </Box>
        )}
      </Box>
    </>
  );
}

/** The screen where its guest allows it; otherwise why it is not there. */
function Picture({ session, guest, children }: { session: SupportSessionDetail; guest: SupportGuest; children: React.ReactNode }) {
  const admit = useAdmit(session.id);
  const ask = (words: string) => (
    <Button mt="xs" loading={admit.isPending} onClick={() => admit.mutate(guest.id)}>
      {words}
    </Button>
  );
  if (session.endedAt !== null) return <ScreenNotice title={t`The session has ended`} />;
  if (guest.endedAt !== null) return <ScreenNotice title={t`${guest.name} has left`} />;
  if (!session.isOwn) return <ScreenNotice title={t`Only its host looks at a session`}><Trans>Have it handed over to you first.</Trans></ScreenNotice>;
  if (guest.admittedAt === null) return <ScreenNotice title={t`${guest.name} waits to be let in`} action={ask(t`Admit`)} />;
  if (!guest.hasClient && !guest.hasPage)
    return (
      <ScreenNotice title={t`${guest.name} is not connected`} isBusy>
        <Trans>The picture comes back by itself as soon as he is.</Trans>
      </ScreenNotice>
    );
  if (guest.consent === null)
    return (
      <ScreenNotice title={t`Waiting for ${guest.name} to allow it`} isBusy>
        <Trans>He is asked on his own screen, and has a minute to answer.</Trans>
      </ScreenNotice>
    );
  if (!guest.consent.view)
    return (
      <ScreenNotice title={t`${guest.name} has refused`} action={ask(t`Ask again`)}>
        <Trans>Nothing of the screen is shown. Say why you ask, in the chat or on the telephone.</Trans>
      </ScreenNotice>
    );
  return children;
}
