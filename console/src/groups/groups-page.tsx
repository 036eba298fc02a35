import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Text } from '@mantine/core';
import { IconPlus, IconStack2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { DataTableColumn } from 'mantine-datatable';
import type { DeviceGroup } from '../api/types';
import { useRight } from '../app/me';
import { EmptyState } from '../components/empty-state';
import { AnchorLink, ButtonLink } from '../components/links';
import { PageHeader } from '../components/page-header';
import { PlainTable } from '../components/plain-table';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { groupsQuery } from './group-queries';

const WIDE = '(min-width: 48em)';

const columns: DataTableColumn<DeviceGroup>[] = [
  {
    accessor: 'name',
    title: t`Name`,
    render: ({ id, name, filter, description }) => (
      <>
        <AnchorLink to="/device-groups/$groupId" params={{ groupId: id }} size="sm" fw={600}>
          {name}
        </AnchorLink>
        <Text c="dimmed" className="lk-code" lineClamp={1}>
          {filter}
        </Text>
        {description && (
          <Text size="xs" c="dimmed" lineClamp={1}>
            {description}
          </Text>
        )}
      </>
    ),
  },
  {
    accessor: 'clientName',
    title: t`For`,
    width: 180,
    ellipsis: true,
    render: ({ clientName }) => clientName ?? t`Every client`,
    visibleMediaQuery: WIDE,
  },
  { accessor: 'deviceCount', title: t`Computers`, width: 100, textAlign: 'right' },
  { accessor: 'packageCount', title: t`Packages`, width: 90, textAlign: 'right', visibleMediaQuery: WIDE },
  {
    accessor: 'updatedAt',
    title: t`Changed`,
    width: 130,
    render: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
    visibleMediaQuery: WIDE,
  },
];

/** Devices > Groups. */
export function GroupsPage() {
  const query = useQuery(groupsQuery);
  const mayChange = useRight('policies.change');
  const add = mayChange && (
    <ButtonLink to="/device-groups/new" leftSection={<IconPlus size={16} />}>
      <Trans>Add Group</Trans>
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        path={[t`Devices`]}
        title={t`Groups`}
        lead={t`A group is a filter with a name. Computers come and go by themselves; policies in packages, and exclusions, can be narrowed to it.`}
        actions={add}
      />
      <Box className="lk-card">
        <QueryState query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={IconStack2} title={t`No groups yet`} colour="latch" action={add}>
                <Trans>Say which computers belong together, such as all servers: <span className="lk-code">type:server</span></Trans>
              </EmptyState>
            ) : (
              <PlainTable records={items} columns={columns} />
            )
          }
        </QueryState>
      </Box>
    </>
  );
}
