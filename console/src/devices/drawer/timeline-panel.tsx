import { Group, Text, Timeline } from '@mantine/core';
import { IconHistoryOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { DeviceDetail } from '../../api/types';
import { EmptyState } from '../../components/empty-state';
import { QueryState } from '../../components/query-state';
import { RelativeTime } from '../../components/relative-time';
import { timelineQuery } from '../device-queries';
import { MOOD_COLOURS, lookOf } from '../phases';
import { AnchorLink } from '../../components/links';

/** Every change of status, newest first, with who or what caused it. */
export function TimelinePanel({ device }: { device: DeviceDetail }) {
  const query = useQuery(timelineQuery(device.id));
  return (
    <QueryState query={query} compact>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState icon={IconHistoryOff} title="Nothing has happened yet" compact />
        ) : (
          <Timeline bulletSize={26} lineWidth={2} active={-1}>
            {items.map((event) => {
              const { icon: PhaseIcon, mood, label } = lookOf(event.phase);
              return (
                <Timeline.Item
                  key={event.id}
                  color={MOOD_COLOURS[mood]}
                  bullet={<PhaseIcon size={14} aria-hidden />}
                  title={
                    <Group justify="space-between" gap="xs">
                      <Text size="sm" fw={600}>
                        {event.label ?? label}
                      </Text>
                      <RelativeTime at={event.at} size="xs" c="dimmed" />
                    </Group>
                  }
                >
                  {event.errorCode && (
                    <AnchorLink to="/status-catalogue" hash={event.errorCode} size="sm">
                      {event.errorCode} {event.errorTitle}
                    </AnchorLink>
                  )}
                  <Text size="xs" c="dimmed">
                    {event.cause} · {event.actor}
                  </Text>
                </Timeline.Item>
              );
            })}
          </Timeline>
        )
      }
    </QueryState>
  );
}
