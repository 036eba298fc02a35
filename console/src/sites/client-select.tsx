import { t } from '@lingui/core/macro';
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useMe } from '../app/me';
import { reachesEverything } from '../users/scope-words';
import { clientsQuery } from './site-queries';

interface ClientSelectProps {
  value: string | null;
  onChange: (clientId: string | null) => void;
  error?: ReactNode;
}

/** Whom a policy or package is for: every client, or one of them, which is the only choice of those with a narrower scope. */
export function ClientSelect({ value, onChange, error }: ClientSelectProps) {
  const me = useMe();
  const clients = useQuery(clientsQuery);
  const sharedAllowed = reachesEverything(me.role) || me.scope.all;
  return (
    <Select
      label={t`For`}
      placeholder={sharedAllowed ? t`Every client` : t`Choose a client`}
      description={t`Later on this cannot be changed.`}
      clearable={sharedAllowed}
      required={!sharedAllowed}
      searchable
      data={clients.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}
