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
          Somebody else has to decide
        </Title>
        <Text size="sm" c="dimmed" mb="sm">
          You asked for this change, so it needs the word of a second person.
        </Text>
        <Button variant="default" loading={decide.isPending} onClick={() => press('reject')}>
          Withdraw the request
        </Button>
      </Box>
    );
  }
  if (!approval.canDecide) {
    return (
      <Notice colour="gray" icon={IconLock} title="You cannot approve this">
        {approval.whyNot === 'owed-to-author'
          ? `${approval.requestedByName} gave you your account or your rights less than 24 hours ago, so somebody else has to look at it.`
          : 'It would change devices outside your scope.'}
      </Notice>
    );
  }
  const busy = decide.isPending;
  return (
    <Box className="lk-card" p="md" component="section">
      <Title order={2} mb="xs">
        Your decision
      </Title>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          Approving carries the request out at once, under the rights of {approval.requestedByName}, if the plan still
          holds.
        </Text>
        <Textarea
          label="Note (optional)"
          autosize
          minRows={2}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group gap="xs">
          <Button leftSection={<IconCheck size={16} />} disabled={busy} onClick={() => press('approve')}>
            Approve
          </Button>
          <Button variant="default" leftSection={<IconX size={16} />} disabled={busy} onClick={() => press('reject')}>
            Reject
          </Button>
        </Group>
      </Stack>
    </Box>
  );
}
