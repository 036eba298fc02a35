import { t } from '@lingui/core/macro';
import { Group, Text, Timeline } from '@mantine/core';
import { IconHistoryOff, IconPencil, type Icon } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { DeviceDetail, TimelineEvent } from '../../api/types';
import { actionInWords } from '../../audit/action-words';
import { AuditChanges } from '../../audit/audit-changes';
import { EmptyState } from '../../components/empty-state';
import { QueryState } from '../../components/query-state';
import { RelativeTime } from '../../components/relative-time';
import { timelineQuery } from '../device-queries';
import { lookOf, moodColour } from '../phases';
import { AnchorLink } from '../../components/links';

/** A change of status shows its phase; what a person did shows a pencil. */
function shownAs(event: TimelineEvent): { icon: Icon; colour: string; title: string } {
  if (!event.phase)
    return { icon: IconPencil, colour: 'var(--mantine-color-dimmed)', title: actionInWords(event.cause) };
  const { icon, mood, label } = lookOf(event.phase);
  return { icon, colour: moodColour(mood), title: event.label ?? label };
}

/** Every change of status, newest first, with who or what caused it. */
export function TimelinePanel({ device }: { device: DeviceDetail }) {
  const query = useQuery(timelineQuery(device.id));
  return (
    <QueryState query={query} compact>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState icon={IconHistoryOff} title={t`Nothing has happened yet`} compact />
        ) : (
          <Timeline bulletSize={26} lineWidth={2} active={-1}>
            {items.map((event) => {
              const { icon: EventIcon, colour, title } = shownAs(event);
              return (
                <Timeline.Item
                  key={event.id}
                  bullet={<EventIcon size={15} stroke={1.8} color={colour} aria-hidden />}
                  title={
                    <Group justify="space-between" gap="xs">
                      <Text size="sm" fw={600}>
                        {title}
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
                    {event.kind === 'phase' ? `${event.cause} · ${event.actor}` : event.actor}
                  </Text>
                  {event.changes && <AuditChanges changes={event.changes} />}
                </Timeline.Item>
              );
            })}
          </Timeline>
        )
      }
    </QueryState>
  );
}
