import { t } from '@lingui/core/macro';
import { Select as Choice, Trans } from '@lingui/react/macro';
import { Badge, Box, Button, Group, Text } from '@mantine/core';
import { IconEye, IconPointer } from '@tabler/icons-react';
import type { SupportGuest, SupportSessionDetail } from '../api/types';
import { confirm } from '../components/confirm';
import { ButtonLink } from '../components/links';
import { RelativeTime } from '../components/relative-time';
import { GuestProgress } from './guest-progress';
import { OfferEnrolment } from './offer-enrolment';
import { consentInWords, END_WORDS } from './session-words';
import { useAdmit, useEndGuest } from './support-queries';
import classes from './support.module.css';

interface GuestCardProps {
  session: SupportSessionDetail;
  guest: SupportGuest;
  /** Whether the person at the screen is the host of a session that goes on. */
  acts: boolean;
}

/** One guest: how far, what he allows, and what his host can do. */
export function GuestCard({ session, guest, acts }: GuestCardProps) {
  const isGone = guest.endedAt !== null;
  const end = guest.endReason && END_WORDS[guest.endReason];
  return (
    <Box className={classes.guest}>
      <Group justify="space-between" align="flex-start" gap="xs">
        <Box miw={180} flex={1}>
          <Text fw={600} size="sm">
            {guest.name}
          </Text>
          <Text size="xs" c="dimmed" component="div">
            <Trans>{[guest.os, guest.hasClient ? t`program ${guest.clientVersion ?? ''}` : guest.hasPage ? t`in the browser` : t`page closed`].filter(Boolean).join(' · ')} · joined{' '}
            <RelativeTime inherit at={guest.joinedAt} size="xs" c="dimmed" /></Trans>
          </Text>
        </Box>
        {isGone ? (
          <Text size="xs" c="dimmed" component="div">
            <Trans>Left <RelativeTime inherit at={guest.endedAt} size="xs" c="dimmed" />
            <Choice value={end ? 'yes' : 'no'} _yes={`, ${end}`} other="" /></Trans>
          </Text>
        ) : (
          <Badge variant="light" color={guest.consent?.view ? 'teal' : 'gray'}>
            {consentInWords(guest)}
          </Badge>
        )}
      </Group>
      {!isGone && (
        <Box mt="xs" maw={420}>
          <GuestProgress guest={guest} />
        </Box>
      )}
      {acts && !isGone && <Acts session={session} guest={guest} />}
    </Box>
  );
}

function Acts({ session, guest }: Omit<GuestCardProps, 'acts'>) {
  const admit = useAdmit(session.id);
  const end = useEndGuest(session.id);
  const params = { sessionId: session.id, guestId: guest.id };
  const mayLook = guest.consent?.view === true && (guest.hasClient || guest.hasPage);
  const isToBeAsked = guest.admittedAt !== null && session.kind === 'support' && guest.consent !== null && !(guest.consent.view && guest.consent.control);
  return (
    <Group gap="xs" mt="sm">
      {guest.admittedAt === null && (
        <Button size="compact-sm" loading={admit.isPending} onClick={() => admit.mutate(guest.id)}>
          <Trans>Admit</Trans>
        </Button>
      )}
      {mayLook && guest.hasClient && guest.consent?.control && (
        <ButtonLink size="compact-sm" leftSection={<IconPointer size={14} />} to="/support/$sessionId/screen/$guestId" params={params} search={{ mode: 'control' }}>
          <Trans>Control</Trans>
        </ButtonLink>
      )}
      {mayLook && (
        <ButtonLink
          size="compact-sm"
          variant={guest.hasClient && guest.consent?.control ? 'default' : 'filled'}
          leftSection={<IconEye size={14} />}
          to="/support/$sessionId/screen/$guestId"
          params={params}
          search={{}}
        >
          <Trans>View screen</Trans>
        </ButtonLink>
      )}
      {isToBeAsked && (
        <Button size="compact-sm" variant="default" loading={admit.isPending} onClick={() => admit.mutate(guest.id)}>
          <Trans>Ask again</Trans>
        </Button>
      )}
      <OfferEnrolment session={session} guest={guest} />
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        onClick={() =>
          confirm({
            title: t`Send ${guest.name} away?`,
            confirm: t`Send away`,
            children: session.kind === 'meeting' ? t`Only this guest leaves; he can come back with the code.` : t`His part of the session ends at once.`,
            onConfirm: () => end.mutate(guest.id),
          })
        }
      >
        <Trans>Send away</Trans>
      </Button>
    </Group>
  );
}
