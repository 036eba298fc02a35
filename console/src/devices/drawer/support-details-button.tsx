import { t } from '@lingui/core/macro';
import { Select as Choice, Trans } from '@lingui/react/macro';
import { Button, Group, Modal, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconLifebuoy } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { CopyButton } from '../../components/copy-button';

/** Gathers what goes into a support ticket, shows it, and copies it; the endpoint agent is asked for what it knows. */
export function SupportDetailsButton({ deviceId, deviceName }: { deviceId: string; deviceName: string }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const gather = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/devices/{id}/support-details', { params: { path: { id: deviceId } } })),
    onSuccess: open,
  });
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconLifebuoy size={14} />}
        loading={gather.isPending}
        onClick={() => gather.mutate()}
      >
        <Trans>Support details</Trans>
      </Button>
      <Modal opened={isOpen} onClose={close} title={t`Support details of ${deviceName}`} size="xl">
        {gather.data && (
          <>
            <Text size="sm" mb="sm">
              <Trans>Without addresses, accounts, tokens and secrets.{' '}
              <Choice value={gather.data.answered ? 'yes' : 'no'} _yes="The endpoint agent has added what it knows." other="The endpoint agent did not answer." /></Trans>
            </Text>
            <Textarea
              aria-label={t`Support details`}
              readOnly
              rows={18}
              value={gather.data.text}
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
            />
            <Group mt="md">
              <CopyButton label={t`Copy`} value={gather.data.text} />
            </Group>
          </>
        )}
      </Modal>
    </>
  );
}
