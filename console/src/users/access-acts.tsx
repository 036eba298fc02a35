import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Code, Group, Input, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useQuery } from '@tanstack/react-query';
import { showDone } from '../api/show-problem';
import type { InvitationMail, User } from '../api/types';
import { confirm } from '../components/confirm';
import { CopyButton } from '../components/copy-button';
import { inFull } from '../components/relative-time';
import { invitationMailQuery, useEndSessions, useInvite, useResetFactors, useSendInvitation } from './user-queries';

/** What helps somebody who cannot sign in, or must not any more. */
export function AccessActs({ user }: { user: User }) {
  const mail = useQuery(invitationMailQuery(user.id)).data;
  const send = useSendInvitation();
  const invite = useInvite();
  const reset = useResetFactors();
  const end = useEndSessions();
  const showLink = () =>
    invite.mutate(user.id, {
      onSuccess: ({ link }) => modals.open({ title: t`Invitation for ${user.name}`, children: <Invitation link={link} email={user.email} /> }),
    });
  const askReset = () =>
    confirm({
      title: t`Reset the second factors of ${user.name}?`,
      confirm: t`Reset them`,
      children: t`Make sure that it is really this person who asks. All passkeys, apps and recovery codes of the account are void, and it is signed out everywhere.`,
      onConfirm: () => reset.mutate(user.id, { onSuccess: () => showDone(t`Reset. New ones are enrolled at the next sign-in.`) }),
    });
  return (
    <Input.Wrapper label={t`Signing in`}>
      <Group gap="xs" mt={4}>
        {mail?.isPossible && (
          <Button size="compact-sm" variant="default" onClick={() => send.mutate(user.id)} loading={send.isPending} disabled={user.disabled}>
            {mail.state === 'none' ? (user.hasPassword ? t`E-mail a new password link` : t`Invite by e-mail`) : t`Send again by e-mail`}
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={showLink} loading={invite.isPending} disabled={user.disabled}>
          {user.hasPassword ? t`Link for a new password` : t`Invite by link`}
        </Button>
        {user.factors.length > 0 && (
          <Button size="compact-sm" variant="default" onClick={askReset} loading={reset.isPending}>
            <Trans>Reset second factors</Trans>
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={() => end.mutate(user.id, { onSuccess: () => showDone(t`Signed out everywhere.`) })} loading={end.isPending}>
          <Trans>Sign out everywhere</Trans>
        </Button>
      </Group>
      {mail && mail.state !== 'none' && <SentInvitation mail={mail} />}
    </Input.Wrapper>
  );
}

/** What has become of the e-mail; what a mail server said in its own words. */
function SentInvitation({ mail: { state, recipient, answer, at } }: { mail: InvitationMail }) {
  const to = recipient ?? '';
  const words = {
    none: '',
    waiting: answer ? t`The e-mail to ${to} has not gone out yet and is tried again: ${answer}` : t`The e-mail to ${to} is on its way.`,
    sent: at ? t`Sent to ${to} ${inFull(new Date(at))}.` : t`Sent to ${to}.`,
    failed: t`The e-mail to ${to} was not sent: ${answer ?? t`nobody knows why`}`,
  }[state];
  return (
    <Text size="sm" mt={6} role="status" c={state === 'failed' ? 'light-dark(var(--mantine-color-red-9), var(--mantine-color-red-4))' : undefined} style={{ overflowWrap: 'anywhere' }}>
      {words}
    </Text>
  );
}

function Invitation({ link, email }: { link: string; email: string }) {
  const mail = `mailto:${encodeURIComponent(email)}?subject=${encodeURIComponent(t`Your access to Latchkey`)}&body=${encodeURIComponent(`${t`Choose your password here within three days:`}\n\n${link}\n`)}`;
  return (
    <Stack>
      <Text size="sm"><Trans>Whoever opens this link chooses the password. It is good once, for three days, and shown only now.</Trans></Text>
      <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {link}
      </Code>
      <Group>
        <CopyButton value={link} label={t`Copy the link`} />
        <Button size="compact-sm" variant="default" component="a" href={mail}>
          <Trans>Write an e-mail</Trans>
        </Button>
      </Group>
    </Stack>
  );
}
