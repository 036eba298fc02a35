import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { sending } from '../api/show-problem';
import type { DeviceRemoval } from '../api/types';
import { useGiveUpRemoval } from './offboarding-queries';

interface GiveUpRemovalProps {
  clientId: string;
  /** The device; null closes the dialog. */
  removal: DeviceRemoval | null;
  onClose: () => void;
}

/** Ends the waiting for a device that will not come back. */
export function GiveUpRemoval({ clientId, removal, onClose }: GiveUpRemovalProps) {
  return (
    <Modal opened={removal !== null} onClose={onClose} title={t`Give up waiting for ${removal?.deviceName ?? ''}?`}>
      {removal && <Fields clientId={clientId} removal={removal} onClose={onClose} />}
    </Modal>
  );
}

function Fields({ clientId, removal, onClose }: GiveUpRemovalProps & { removal: DeviceRemoval }) {
  const giveUp = useGiveUpRemoval(clientId, removal.deviceId);
  const form = useForm({
    initialValues: { reason: '' },
    validate: { reason: (reason) => (reason.trim() ? null : t`Say what became of the device.`) },
  });
  const submit = sending(form, async ({ reason }) => {
    await giveUp.mutateAsync({ reason: reason.trim() });
    onClose();
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">
          <Trans>Its remote agent can connect no more from this moment, and its record at the provider is removed. Whether the
          agent is still on the device stays unknown: the certificate names the device as unproven. Should it return, it
          is asked to remove the agent all the same.</Trans>
        </Text>
        <Textarea
          label={t`What became of it`}
          placeholder={t`Stolen in March, police report 4711`}
          required
          autosize
          minRows={2}
          maxLength={500}
          data-autofocus
          {...form.getInputProps('reason')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" color="red" loading={form.submitting}>
            <Trans>Give up waiting</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
