import { t } from '@lingui/core/macro';
import { Input, MultiSelect, SegmentedControl, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { User } from '../api/types';
import { clientsQuery, allSitesQuery } from '../sites/site-queries';

type Scope = User['scope'];

interface ScopeFieldsProps {
  scope: Scope;
  onChange: (scope: Scope) => void;
  error?: ReactNode;
  label?: string;
  description?: string;
}

/** Everything, or named clients (with every present and future site of theirs) and single sites. */
export function ScopeFields({
  scope,
  onChange,
  error,
  label = t`Scope`,
  description = t`The clients and sites this person may see and act on.`,
}: ScopeFieldsProps) {
  const clients = useQuery(clientsQuery);
  const sites = useQuery(allSitesQuery());
  return (
    <Input.Wrapper label={label} description={description} error={error}>
      <Stack gap="xs" mt={6}>
        <SegmentedControl
          size="xs"
          aria-label={label}
          data={[
            { value: 'all', label: t`Everything` },
            { value: 'named', label: t`Clients and sites` },
          ]}
          value={scope.all ? 'all' : 'named'}
          onChange={(value) =>
            onChange(value === 'all' ? { all: true, clientIds: [], siteIds: [] } : { ...scope, all: false })
          }
        />
        {!scope.all && (
          <>
            <MultiSelect
              label={t`Clients`}
              description={t`With all of their sites, also future ones.`}
              searchable
              clearable
              data={clients.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
              value={scope.clientIds}
              onChange={(clientIds) => onChange({ ...scope, clientIds })}
            />
            <MultiSelect
              label={t`Sites`}
              searchable
              clearable
              data={
                sites.data?.items.map(({ id, name, clientName }) => ({
                  value: id,
                  label: `${clientName} › ${name}`,
                })) ?? []
              }
              value={scope.siteIds}
              onChange={(siteIds) => onChange({ ...scope, siteIds })}
            />
          </>
        )}
      </Stack>
    </Input.Wrapper>
  );
}
