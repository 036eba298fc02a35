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
}

/** Everything, or named clients (with every present and future site of theirs) and single sites. */
export function ScopeFields({ scope, onChange, error }: ScopeFieldsProps) {
  const clients = useQuery(clientsQuery);
  const sites = useQuery(allSitesQuery());
  return (
    <Input.Wrapper label="Scope" description="The clients and sites this person may see and act on." error={error}>
      <Stack gap="xs" mt={6}>
        <SegmentedControl
          size="xs"
          aria-label="Scope"
          data={[
            { value: 'all', label: 'Everything' },
            { value: 'named', label: 'Clients and sites' },
          ]}
          value={scope.all ? 'all' : 'named'}
          onChange={(value) =>
            onChange(value === 'all' ? { all: true, clientIds: [], siteIds: [] } : { ...scope, all: false })
          }
        />
        {!scope.all && (
          <>
            <MultiSelect
              label="Clients"
              description="With all of their sites, also future ones."
              searchable
              clearable
              data={clients.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
              value={scope.clientIds}
              onChange={(clientIds) => onChange({ ...scope, clientIds })}
            />
            <MultiSelect
              label="Sites"
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
