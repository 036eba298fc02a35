import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { PolicyType } from '../api/types';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { ClientSelect } from '../sites/client-select';
import { PolicyForm } from './policy-form';
import { policyTypesQuery, useCreatePolicy, type PolicyDraft } from './policy-queries';

/** The first policy of most people is the one that switches remote access on. */
const USUAL = 'remote-access';

/** What switches a policy's subject on is on in a new one; everything else is left alone. */
const fresh = ({ settings }: PolicyType): PolicyDraft => ({
  name: '',
  description: '',
  enabled: true,
  settings: settings.some(({ key, type }) => key === 'enabled' && type.kind === 'boolean') ? { enabled: true } : {},
});

/** Endpoints > Policies > Add Policy. */
export function NewPolicyPage() {
  const [clientId, setClientId] = useState<string | null>(null);
  const [chosen, setChosen] = useState<PolicyType | null>(null);
  const types = useQuery(policyTypesQuery);
  const create = useCreatePolicy();
  const navigate = useNavigate();
  return (
    <>
      <PageHeader
        path={[t`Endpoints`, t`Policies`]}
        title={t`Add Policy`}
        lead={t`Configure what matters; what stays “Not configured” is left to other policies and to the defaults.`}
      />
      <QueryState query={types}>
        {({ items }) => {
          const type = chosen ?? items.find((one) => one.type === USUAL) ?? items[0];
          if (!type) return null;
          return (
            <PolicyForm
              key={`${type.category}/${type.type}`}
              type={type}
              types={items}
              onType={setChosen}
              owner={<ClientSelect value={clientId} onChange={setClientId} />}
              initial={fresh(type)}
              saveLabel={t`Save`}
              onSave={async (draft) => {
                const outcome = await create.mutateAsync({
                  category: type.category,
                  type: type.type,
                  clientId,
                  ...draft,
                });
                if (outcome.state === 'done') await navigate({ to: '/policies' });
                return outcome;
              }}
            />
          );
        }}
      </QueryState>
    </>
  );
}
