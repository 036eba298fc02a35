import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Badge, Box, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { SupportSessionDetail } from '../api/types';
import { RelativeTime } from '../components/relative-time';
import { useInviteGuest } from './support-queries';

type Invitation = SupportSessionDetail['invitations'][number];

const STATES: Record<Invitation['state'], { label: string; colour: string }> = {
  waiting: { label: t`On its way`, colour: 'gray' },
  sent: { label: t`Sent`, colour: 'teal' },
  failed: { label: t`Not delivered`, colour: 'red' },
};

/** Who was invited by e-mail, and what has become of it. */
export function Invitations({ session, acts }: { session: SupportSessionDetail; acts: boolean }) {
  const invite = useInviteGuest(session.id);
  const [email, setEmail] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate(email.trim(), { onSuccess: () => setEmail('') });
  };
  return (
    <Stack gap="sm">
      {session.invitations.length === 0 && (
        <Text size="sm" c="dimmed">
          <Trans>Nobody was invited by e-mail.</Trans>
        </Text>
      )}
      {session.invitations.map((each) => (
        <Box key={each.id}>
          <Group gap="xs">
            <Text size="sm">{each.recipient}</Text>
            <Badge size="sm" variant="light" color={each.reportedAt ? 'red' : STATES[each.state].colour}>
              {each.reportedAt ? t`Did not ask for it` : STATES[each.state].label}
            </Badge>
            <RelativeTime at={each.at} size="xs" c="dimmed" />
          </Group>
          {each.errorCode && (
            <Text size="xs" c="dimmed">
              {each.errorCode} · {each.answer}
            </Text>
          )}
        </Box>
      ))}
      {acts && (
        <form onSubmit={submit}>
          <Group gap="xs" align="flex-end">
            <TextInput flex={1} label={t`E-mail`} type="email" required maxLength={254} value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
            <Button type="submit" variant="default" loading={invite.isPending}>
              <Trans>Invite</Trans>
            </Button>
          </Group>
        </form>
      )}
    </Stack>
  );
}
