import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { IconCheck, IconLock, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Approval } from '../api/types';
import { useMe } from '../app/me';
import { Notice } from '../plans/notice';
import { useDecide } from './approval-queries';

/** Approve or reject, with a note; or why the person at the screen cannot. */
export function DecideApproval({ approval }: { approval: Approval }) {
  const me = useMe();
  const [note, setNote] = useState('');
  const decide = useDecide(approval);
  const press = (decision: 'approve' | 'reject') => decide.mutate({ decision, note: note.trim() });
  if (approval.requestedById === me.id) {
    return (
      <Box className="lk-card" p="md" component="section">
        <Title order={2} mb="xs">
          <Trans>Somebody else has to decide</Trans>
        </Title>
        <Text size="sm" c="dimmed" mb="sm">
          <Trans>You asked for this change, so it needs the word of a second person.</Trans>
        </Text>
        <Button variant="default" loading={decide.isPending} onClick={() => press('reject')}>
          <Trans>Withdraw the request</Trans>
        </Button>
      </Box>
    );
  }
  if (!approval.canDecide) {
    return (
      <Notice colour="gray" icon={IconLock} title={t`You cannot approve this`}>
        {approval.whyNot === 'owed-to-author'
          ? t`${approval.requestedByName} gave you your account or your rights less than 24 hours ago, so somebody else has to look at it.`
          : t`It would change devices outside your scope.`}
      </Notice>
    );
  }
  const busy = decide.isPending;
  return (
    <Box className="lk-card" p="md" component="section">
      <Title order={2} mb="xs">
        <Trans>Your decision</Trans>
      </Title>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          <Trans>Approving carries the request out at once, under the rights of {approval.requestedByName}, if the plan still
          holds.</Trans>
        </Text>
        <Textarea
          label={t`Note (optional)`}
          autosize
          minRows={2}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group gap="xs">
          <Button leftSection={<IconCheck size={16} />} disabled={busy} onClick={() => press('approve')}>
            <Trans>Approve</Trans>
          </Button>
          <Button variant="default" leftSection={<IconX size={16} />} disabled={busy} onClick={() => press('reject')}>
            <Trans>Reject</Trans>
          </Button>
        </Group>
      </Stack>
    </Box>
  );
}
