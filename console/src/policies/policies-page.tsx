import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Badge, Box } from '@mantine/core';
import { IconPlus, IconShieldCog } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { DataTableColumn } from 'mantine-datatable';
import type { Policy } from '../api/types';
import { useRight } from '../app/me';
import { EmptyState } from '../components/empty-state';
import { PageHeader } from '../components/page-header';
import { NameAndDescription } from '../components/name-and-description';
import { PlainTable } from '../components/plain-table';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { policiesQuery, policyTypesQuery } from './policy-queries';
import { AnchorLink, ButtonLink } from '../components/links';

const columns: DataTableColumn<Policy>[] = [
  {
    accessor: 'name',
    title: t`Name`,
    render: ({ id, name, description }) => (
      <NameAndDescription
        description={description}
        link={
          <AnchorLink to="/policies/$policyId" params={{ policyId: id }} size="sm" fw={600}>
            {name}
          </AnchorLink>
        }
      />
    ),
  },
  {
    accessor: 'type',
    title: t`Type`,
    width: 150,
    render: (policy) => <TypeName policy={policy} />,
    visibleMediaQuery: '(min-width: 48em)',
  },
  { accessor: 'enabled', title: t`State`, width: 120, render: (policy) => <PolicyState policy={policy} /> },
  {
    accessor: 'packageCount',
    title: t`Packages`,
    width: 100,
    textAlign: 'right',
    visibleMediaQuery: '(min-width: 48em)',
  },
  { accessor: 'version', title: t`Version`, width: 90, textAlign: 'right', visibleMediaQuery: '(min-width: 48em)' },
  {
    accessor: 'updatedAt',
    title: t`Changed`,
    width: 130,
    render: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
    visibleMediaQuery: '(min-width: 48em)',
  },
];

function TypeName({ policy: { category, type } }: { policy: Policy }) {
  const types = useQuery(policyTypesQuery);
  return types.data?.items.find((one) => one.category === category && one.type === type)?.title ?? type;
}

/** A policy contributes only while it is enabled. */
export function PolicyState({ policy: { enabled } }: { policy: Pick<Policy, 'enabled'> }) {
  return (
    <Badge variant="light" color={enabled ? 'teal' : 'gray'} tt="none">
      {enabled ? t`Enabled` : t`Disabled`}
    </Badge>
  );
}

/** Endpoints > Policies. */
export function PoliciesPage() {
  const query = useQuery(policiesQuery);
  const mayChange = useRight('policies.change');
  const add = mayChange && (
    <ButtonLink to="/policies/new" leftSection={<IconPlus size={16} />}>
      <Trans>Add Policy</Trans>
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        path={[t`Endpoints`]}
        title={t`Policies`}
        lead={t`What remote access should be like. Packages bundle policies and bring them to sites.`}
        actions={add}
      />
      <Box className="lk-card">
        <QueryState query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={IconShieldCog} title={t`No policies yet`} colour="latch" action={add}>
                <Trans>Start with one that switches remote access on; everything else has a sensible default.</Trans>
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
