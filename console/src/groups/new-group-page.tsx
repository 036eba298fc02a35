import { t } from '@lingui/core/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { PageHeader } from '../components/page-header';
import { ClientSelect } from '../sites/client-select';
import { GroupForm } from './group-form';
import { useCreateGroup } from './group-queries';

/** Devices > Groups > Add Group. */
export function NewGroupPage() {
  const { filter = '' } = useSearch({ from: '/signed-in/shell/device-groups/new' });
  const [clientId, setClientId] = useState<string | null>(null);
  const create = useCreateGroup();
  const navigate = useNavigate();
  return (
    <>
      <PageHeader
        path={[t`Devices`, t`Groups`]}
        title={t`Add Group`}
        lead={t`Computers that are like this belong to it, also those that come or change later.`}
      />
      <GroupForm
        initial={{ name: '', description: '', filter }}
        clientId={clientId}
        owner={<ClientSelect value={clientId} onChange={setClientId} />}
        onSave={async (draft) => {
          const { state } = await create.mutateAsync({ ...draft, clientId });
          if (state === 'done') await navigate({ to: '/device-groups' });
        }}
      />
    </>
  );
}
