import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Badge, Box, Button, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconPlus, IconWebhook, IconWebhookOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { DataTableColumn } from 'mantine-datatable';
import { useMemo, useState } from 'react';
import type { Webhook } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { PlainTable } from '../components/plain-table';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { DeliveryLog } from './delivery-log';
import { EditWebhook } from './edit-webhook';
import { webhooksQuery } from './webhook-queries';

/** Where notifications are posted to, and what came of it. */
export function WebhooksTab() {
  const query = useQuery(webhooksQuery);
  const { log } = useSearch({ from: '/signed-in/shell/settings/notifications' });
  const navigate = useNavigate({ from: '/settings/notifications' });
  const [editing, setEditing] = useState<Webhook | 'new' | null>(null);
  const columns = useMemo(
    () => columnsFor(setEditing, ({ id }) => void navigate({ search: { tab: 'webhooks', log: id } })),
    [navigate],
  );
  return (
    <>
      <Group justify="flex-end" mb="sm">
        <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
          <Trans>Add Webhook</Trans>
        </Button>
      </Group>
      <QueryState query={query}>
        {({ items }) => (
          <Stack>
            {items.filter(({ disabledReason }) => disabledReason !== null).map((webhook) => (
              <Alert key={webhook.id} color="red" icon={<IconWebhookOff size={18} />} title={t`“${webhook.name}” was disabled`}>
                <Trans>{webhook.disabledReason} Put its receiver in order, then switch it on again.</Trans>
              </Alert>
            ))}
            <Box className="lk-card">
              {items.length === 0 ? (
                <EmptyState icon={IconWebhook} title={t`No webhooks yet`}>
                  <Trans>A webhook posts what happens to another program, signed so that it can tell it came from here.</Trans>
                </EmptyState>
              ) : (
                <PlainTable records={items} columns={columns} />
              )}
            </Box>
          </Stack>
        )}
      </QueryState>
      <EditWebhook webhook={editing} onClose={() => setEditing(null)} />
      <DeliveryLog
        webhook={query.data?.items.find(({ id }) => id === log)}
        onClose={() => void navigate({ search: { tab: 'webhooks' } })}
      />
    </>
  );
}

function columnsFor(onEdit: (webhook: Webhook) => void, onLog: (webhook: Webhook) => void): DataTableColumn<Webhook>[] {
  return [
    {
      accessor: 'name',
      title: t`Name`,
      render: (webhook) => (
        <UnstyledButton onClick={() => onEdit(webhook)} aria-label={t`Edit ${webhook.name}`} w="100%">
          <Text size="sm" fw={600} truncate>
            {webhook.name}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {new URL(webhook.url).host}
          </Text>
        </UnstyledButton>
      ),
    },
    { accessor: 'enabled', title: t`State`, width: 110, render: (webhook) => <State webhook={webhook} /> },
    {
      accessor: 'lastDeliveredAt',
      title: t`Last taken`,
      width: 120,
      render: ({ lastDeliveredAt }) => <RelativeTime at={lastDeliveredAt} />,
      visibleMediaQuery: '(min-width: 62em)',
    },
    {
      accessor: 'log',
      title: '',
      width: 90,
      render: (webhook) => (
        <Button size="compact-sm" variant="default" aria-label={t`Log of ${webhook.name}`} onClick={() => onLog(webhook)}>
          <Trans>Log</Trans>
        </Button>
      ),
    },
  ];
}

function State({ webhook: { enabled, failingSince, disabledReason } }: { webhook: Webhook }) {
  const [color, word] = disabledReason ? ['red', t`Disabled`] : !enabled ? ['gray', t`Off`] : failingSince ? ['orange', t`Failing`] : ['teal', t`On`];
  return (
    <Badge size="sm" color={color} variant="light" tt="none">
      {word}
    </Badge>
  );
}
