import { Alert, Button, Text } from '@mantine/core';
import { IconShieldQuestion } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { showDone } from '../../api/show-problem';
import type { DeviceDetail } from '../../api/types';
import { useRight } from '../../app/me';

/** A device in quarantine gets nothing until somebody has looked at it. */
export function QuarantineNotice({ device }: { device: DeviceDetail }) {
  const mayRelease = useRight('devices.change');
  const client = useQueryClient();
  const release = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/devices/{id}/release', { params: { path: { id: device.id } } })),
    onSuccess: () => showDone(`${device.name} is released.`),
    onSettled: () => client.invalidateQueries({ queryKey: ['device', device.id] }),
  });
  return (
    <Alert color="orange" icon={<IconShieldQuestion size={18} />} title="In quarantine">
      <Text size="sm">
        More than one installation claims to be this device. It gets no instructions and cannot be opened until somebody
        has made sure which one it is.
      </Text>
      {mayRelease && (
        <Button
          size="xs"
          mt="sm"
          variant="white"
          color="orange"
          loading={release.isPending}
          onClick={() => release.mutate()}
        >
          Release from quarantine
        </Button>
      )}
    </Alert>
  );
}
