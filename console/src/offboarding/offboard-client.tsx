import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Button, Group, List, Modal, Stack, Text, TextInput, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { sending } from '../api/show-problem';
import type { Client } from '../api/types';
import { useOffboardClient } from './offboarding-queries';

interface OffboardClientProps {
  client: Client;
  opened: boolean;
  onClose: () => void;
}

/** Begins the offboarding of a client, after its name was typed. */
export function OffboardClient({ opened, ...form }: OffboardClientProps) {
  return (
    <Modal opened={opened} onClose={form.onClose} title={t`Offboard ${form.client.name}?`} size="lg">
      <Fields {...form} />
    </Modal>
  );
}

function Fields({ client, onClose }: Omit<OffboardClientProps, 'opened'>) {
  const offboard = useOffboardClient(client);
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { reason: '', confirm: '' },
    validate: {
      reason: (reason) => (reason.trim() ? null : t`Say why; it is part of the certificate.`),
      confirm: (name) => (name.trim() === client.name ? null : t`Type the client's name, ${client.name}.`),
    },
  });
  const submit = sending(form, async ({ reason, confirm }) => {
    const outcome = await offboard.mutateAsync({ reason: reason.trim(), confirm: confirm.trim() });
    if (outcome.state !== 'done') return;
    onClose();
    void navigate({ to: '/sites/$clientId/offboarding', params: { clientId: client.id } });
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        <List size="sm" spacing={4}>
          <List.Item>
            <Trans><Plural value={client.deviceCount} one="1 computer loses" other={`${client.deviceCount} computers lose`} /> remote access; the
            remote agents are removed, from computers that are away when they return.</Trans>
          </List.Item>
          <List.Item><Trans>All packages are taken from its sites, and no enrolment token works any more.</Trans></List.Item>
          <List.Item><Trans>Nothing new can be enrolled, added or assigned there.</Trans></List.Item>
        </List>
        <Text size="sm"><Trans>A certificate states device by device what is proven to be gone.</Trans></Text>
        <Textarea
          label={t`Reason`}
          required
          autosize
          minRows={2}
          maxLength={500}
          data-autofocus
          {...form.getInputProps('reason')}
        />
        <TextInput
          label={t`Name of the client`}
          description={t`Type “${client.name}” to confirm.`}
          required
          autoComplete="off"
          {...form.getInputProps('confirm')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" color="red" loading={form.submitting}>
            <Trans>Look at the plan</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
