import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Badge, Box, Button, Group, Text, UnstyledButton } from '@mantine/core';
import { IconBell, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { DataTableColumn } from 'mantine-datatable';
import { useMemo, useState } from 'react';
import { EVENT_DESCRIPTIONS } from '../../../contracts/notification-events';
import type { NotificationRule } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { PlainTable } from '../components/plain-table';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { scopeInWords } from '../users/scope-words';
import { EditRule } from './edit-rule';
import { rulesQuery } from './rule-queries';

/** Who is told what. */
export function RulesTab() {
  const query = useQuery(rulesQuery);
  const [editing, setEditing] = useState<NotificationRule | 'new' | null>(null);
  const columns = useMemo(() => columnsFor(setEditing), []);
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
      <Trans>Add Rule</Trans>
    </Button>
  );
  return (
    <>
      <Group justify="flex-end" mb="sm">
        {add}
      </Group>
      <Box className="lk-card">
        <QueryState query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={IconBell} title={t`No rules yet`}>
                <Trans>Nobody is told anything. Begin with “Devices have failed”, for example, to your service desk.</Trans>
              </EmptyState>
            ) : (
              <PlainTable records={items} columns={columns} />
            )
          }
        </QueryState>
      </Box>
      <EditRule rule={editing} onClose={() => setEditing(null)} />
    </>
  );
}

function columnsFor(onEdit: (rule: NotificationRule) => void): DataTableColumn<NotificationRule>[] {
  return [
    {
      accessor: 'name',
      title: t`Name`,
      render: (rule) => (
        <UnstyledButton onClick={() => onEdit(rule)} aria-label={t`Edit ${rule.name}`} w="100%">
          <Group gap="sm" wrap="nowrap">
            <Box miw={0}>
              <Text size="sm" fw={600} truncate>
                {rule.name}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {EVENT_DESCRIPTIONS[rule.event].title}
              </Text>
            </Box>
            {!rule.enabled && (
              <Badge size="sm" color="gray" variant="light" tt="none">
                <Trans>Off</Trans>
              </Badge>
            )}
          </Group>
        </UnstyledButton>
      ),
    },
    { accessor: 'scope', title: t`Where`, width: 170, render: (rule) => placesInWords(rule), visibleMediaQuery: '(min-width: 62em)' },
    { accessor: 'channels', title: t`Tells`, width: 220, render: (rule) => channelsInWords(rule), visibleMediaQuery: '(min-width: 48em)' },
    {
      accessor: 'lastToldAt',
      title: t`Last told`,
      width: 120,
      render: ({ lastToldAt }) => <RelativeTime at={lastToldAt} />,
      visibleMediaQuery: '(min-width: 48em)',
    },
  ];
}

const placesInWords = ({ scope }: NotificationRule) => scopeInWords({ role: 'technician', scope });

function channelsInWords({ channels: { emails, webhookIds, console } }: NotificationRule): string {
  return [
    console ? t`Console` : null,
    emails.length === 1 ? emails[0] : emails.length > 1 ? t`${emails.length} addresses` : null,
    webhookIds.length > 0 ? t`${webhookIds.length} ${plural(webhookIds.length, { one: 'webhook', other: 'webhooks' })}` : null,
  ]
    .filter((channel) => channel !== null)
    .join(', ');
}
