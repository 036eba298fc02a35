import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Badge, Box, Group, Text } from '@mantine/core';
import { IconPackages } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { DataTableColumn } from 'mantine-datatable';
import type { ReactNode } from 'react';
import type { Package } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { NameAndDescription } from '../components/name-and-description';
import { PlainTable } from '../components/plain-table';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { packagesQuery } from './package-queries';
import { AnchorLink } from '../components/links';

const columns: DataTableColumn<Package>[] = [
  {
    accessor: 'name',
    title: t`Name`,
    render: ({ id, name, description }) => (
      <NameAndDescription
        description={description}
        link={
          <AnchorLink to="/packages/$packageId" params={{ packageId: id }} size="sm" fw={600}>
            {name}
          </AnchorLink>
        }
      />
    ),
  },
  { accessor: 'entries', title: t`Policies`, render: ({ entries }) => <PolicyNames entries={entries} /> },
  { accessor: 'siteCount', title: t`Sites`, width: 80, textAlign: 'right' },
  {
    accessor: 'updatedAt',
    title: t`Changed`,
    width: 130,
    render: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
    visibleMediaQuery: '(min-width: 48em)',
  },
];

function PolicyNames({ entries }: Pick<Package, 'entries'>) {
  if (entries.length === 0)
    return (
      <Text size="sm" c="dimmed">
        <Trans>None yet</Trans>
      </Text>
    );
  return (
    <Group gap={4}>
      {entries.map(({ policyId, policyName, deviceGroupId, deviceGroupName }) => (
        <Badge key={`${policyId} ${deviceGroupId}`} variant="default" tt="none" fw={500}>
          {deviceGroupName === null ? policyName : `${policyName} › ${deviceGroupName}`}
        </Badge>
      ))}
    </Group>
  );
}

/** The packages of the installation. */
export function PackageList({ add }: { add: ReactNode }) {
  const query = useQuery(packagesQuery);
  return (
    <Box className="lk-card">
      <QueryState query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={IconPackages} title={t`No packages yet`} colour="latch" action={add}>
              <Trans>Bundle your policies into a package, then assign it to sites on the Sites tab.</Trans>
            </EmptyState>
          ) : (
            <PlainTable records={items} columns={columns} />
          )
        }
      </QueryState>
    </Box>
  );
}
