import { t } from '@lingui/core/macro';
import { Box, Checkbox, Group, Text, UnstyledButton } from '@mantine/core';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { Device } from '../api/types';
import { OnlineMark } from '../components/online-mark';
import { OsName } from '../components/os-name';
import { RelativeTime } from '../components/relative-time';
import classes from './computer-cards.module.css';
import { LogInIcon } from './log-in-icon';
import { PhaseMark } from './phase-mark';
import { phaseOf } from './phases';
import { isSelected, type Selection } from './selection';

interface ComputerCardsProps {
  devices: readonly Device[];
  selection: Selection;
  onTick: (index: number, selected: boolean, upToHere: boolean) => void;
  onOpen: (id: string) => void;
  hasMore: boolean;
  onMore: () => void;
}

const ABOUT_HIGH = 108;
const AHEAD = 20;

/** The computers on a phone: the same facts, one under the other. */
export function ComputerCards({ devices, selection, onTick, onOpen, hasMore, onMore }: ComputerCardsProps) {
  const list = useRef<HTMLUListElement>(null);
  const virtualizer = useWindowVirtualizer({
    count: devices.length,
    estimateSize: () => ABOUT_HIGH,
    overscan: 6,
    scrollMargin: list.current?.offsetTop ?? 0,
    getItemKey: (index) => devices[index]!.id,
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= devices.length - AHEAD) onMore();
  }, [hasMore, last, devices.length, onMore]);
  return (
    <Box component="ul" ref={list} className={classes.list} style={{ height: virtualizer.getTotalSize() }}>
      {items.map(({ index, key, start }) => {
        const device = devices[index]!;
        return (
          <Group
            component="li"
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            className={classes.card}
            style={{ transform: `translateY(${start - virtualizer.options.scrollMargin}px)` }}
            wrap="nowrap"
            align="flex-start"
            gap="sm"
          >
            <Checkbox
              mt={6}
              checked={isSelected(selection, device.id)}
              onChange={(event) => onTick(index, event.currentTarget.checked, false)}
              aria-label={t`Select ${device.name}`}
            />
            <UnstyledButton onClick={() => onOpen(device.id)} flex={1} miw={0}>
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
        );
      })}
    </Box>
  );
}
