import { Button, Group, Paper, Text } from '@mantine/core';
import { IconRotateClockwise, IconX } from '@tabler/icons-react';
import type { Device } from '../api/types';
import { useRight } from '../app/me';
import { CopyButton } from '../components/copy-button';
import { useRetryDevices } from './use-device-changes';

/** What can be done with the ticked computers. */
export function SelectionBar({ selected, onDone }: { selected: Device[]; onDone: () => void }) {
  const mayRetry = useRight('devices.repair');
  const retry = useRetryDevices();
  return (
    <Paper className="lk-card" px="md" py={8} mb="sm" pos="sticky" top={64} style={{ zIndex: 5 }} shadow="sm">
      <Group gap="sm">
        <Text size="sm" fw={600}>
          {selected.length} selected
        </Text>
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconRotateClockwise size={14} />}
          disabled={!mayRetry}
          loading={retry.isPending}
          onClick={() => retry.mutate(selected, { onSuccess: onDone })}
        >
          Retry deployment
        </Button>
        <CopyButton label="Copy names" value={selected.map(({ name }) => name).join('\n')} />
        <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconX size={14} />} onClick={onDone}>
          Clear
        </Button>
      </Group>
    </Paper>
  );
}
