import { Box, Checkbox, Group, Text, UnstyledButton } from '@mantine/core';
import type { Device } from '../api/types';
import { OnlineMark } from '../components/online-mark';
import { OsName } from '../components/os-name';
import { Rows } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import classes from './computer-cards.module.css';
import { LogInIcon } from './log-in-icon';
import { PhaseMark } from './phase-mark';
import { phaseOf } from './phases';

interface ComputerCardsProps {
  devices: Device[];
  selected: Device[];
  onSelect: (devices: Device[]) => void;
  onOpen: (device: Device) => void;
  loading: boolean;
}

/** The computers on a phone: the same facts, one under the other. */
export function ComputerCards({ devices, selected, onSelect, onOpen, loading }: ComputerCardsProps) {
  if (loading) return <Rows count={6} />;
  const toggle = (device: Device) => {
    const without = selected.filter(({ id }) => id !== device.id);
    onSelect(without.length < selected.length ? without : [...selected, device]);
  };
  return (
    <Box component="ul" className={classes.list}>
      {devices.map((device) => (
        <Group component="li" key={device.id} className={classes.card} wrap="nowrap" align="flex-start" gap="sm">
          <Checkbox
            mt={6}
            checked={selected.some(({ id }) => id === device.id)}
            onChange={() => toggle(device)}
            aria-label={`Select ${device.name}`}
          />
          <UnstyledButton onClick={() => onOpen(device)} flex={1} miw={0}>
            <Group gap="xs" wrap="nowrap" justify="space-between">
              <Text size="sm" fw={600} truncate>
                {device.name}
              </Text>
              {device.online ? <OnlineMark online /> : <RelativeTime at={device.lastSeenAt} size="xs" c="dimmed" />}
            </Group>
            <PhaseMark phase={phaseOf(device)} label={device.deployment?.label} />
            <Text size="xs" c="dimmed" truncate>
              {device.clientName} · {device.siteName}
            </Text>
            <Box c="dimmed" mt={2}>
              <OsName os={device.os} version={device.osVersion} />
            </Box>
          </UnstyledButton>
          <LogInIcon device={device} cardBelow />
        </Group>
      ))}
    </Box>
  );
}
