import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Badge, Drawer, Group, Stack, Text } from '@mantine/core';
import { IconWebhook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { EVENT_DESCRIPTIONS, type NotificationEvent } from '../../../contracts/notification-events';
import type { Webhook, WebhookDelivery } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { TestButton } from './test-webhook';
import { deliveriesQuery } from './webhook-queries';

const STATES: Record<WebhookDelivery['state'], readonly [string, string]> = {
  delivered: ['teal', t`Taken`],
  waiting: ['orange', t`Waiting`],
  failed: ['red', t`Given up`],
};

/** What was posted to a webhook in the last 30 days, and what it said each time. */
export function DeliveryLog({ webhook, onClose }: { webhook: Webhook | undefined; onClose: () => void }) {
  return (
    <Drawer opened={webhook !== undefined} onClose={onClose} position="right" size={560} title={t`Log · ${webhook?.name ?? ''}`}>
      {webhook && <Deliveries webhook={webhook} />}
    </Drawer>
  );
}

function Deliveries({ webhook }: { webhook: Webhook }) {
  const query = useQuery(deliveriesQuery(webhook.id));
  return (
    <Stack>
      <Group>
        <TestButton webhook={webhook} />
      </Group>
      <QueryState query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={IconWebhook} title={t`Nothing was posted yet`} compact />
          ) : (
            items.map((delivery) => <Delivery key={delivery.id} delivery={delivery} />)
          )
        }
      </QueryState>
    </Stack>
  );
}

function Delivery({ delivery: { event, state, tries, createdAt, nextAttemptAt } }: { delivery: WebhookDelivery }) {
  const [color, word] = STATES[state];
  return (
    <Stack gap={2} pb="xs" style={{ borderBottom: '1px solid var(--lk-line)' }}>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" fw={600}>
          {event === 'test' ? t`Test` : (EVENT_DESCRIPTIONS[event as NotificationEvent]?.title ?? event)}
        </Text>
        <Group gap="xs" wrap="nowrap">
          <Badge size="sm" color={color} variant="light" tt="none">
            {word}
          </Badge>
          <RelativeTime at={createdAt} />
        </Group>
      </Group>
      {tries.map(({ at, status, failure, tookMs }) => (
        <Text size="xs" c="dimmed" key={at}>
          <Trans><RelativeTime at={at} size="xs" />: {failure ?? t`It answered ${status ?? ''}.`} ({tookMs} ms)</Trans>
        </Text>
      ))}
      {nextAttemptAt && (
        <Text size="xs" c="dimmed">
          <Trans>Tried again <RelativeTime at={nextAttemptAt} size="xs" />.</Trans>
        </Text>
      )}
    </Stack>
  );
}
