import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { ClientSelect } from '../sites/client-select';
import { PolicyForm } from './policy-form';
import { policyTypesQuery, useCreatePolicy, type PolicyDraft } from './policy-queries';

/** The first policy of most people is the one that switches remote access on. */
const FRESH: PolicyDraft = { name: '', description: '', enabled: true, settings: { enabled: true } };

/** Endpoints > Policies > Add Policy. */
export function NewPolicyPage() {
  const [clientId, setClientId] = useState<string | null>(null);
  const types = useQuery(policyTypesQuery);
  const create = useCreatePolicy();
  const navigate = useNavigate();
  return (
    <>
      <PageHeader
        path={['Endpoints', 'Policies']}
        title="Add Policy"
        lead="Configure what matters; what stays “Not configured” is left to other policies and to the defaults."
      />
      <QueryState query={types}>
        {({ items }) => {
          const type = items.find((one) => one.type === 'remote-access');
          if (!type) return null;
          return (
            <PolicyForm
              type={type}
              owner={<ClientSelect value={clientId} onChange={setClientId} />}
              initial={FRESH}
              saveLabel="Save"
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
