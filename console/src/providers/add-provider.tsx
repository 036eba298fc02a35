import { t } from '@lingui/core/macro';
import { Drawer, Group, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { sending, showProblemInForm } from '../api/show-problem';
import type { ProviderKind } from '../api/types';
import { FormFoot } from '../components/form-foot';
import { QueryState } from '../components/query-state';
import { ConnectionFields, draftOf, saidIn } from './connection-fields';
import { type ConnectionDraft, kindsQuery, useAddProvider, useTryConnection } from './connection-queries';
import { TrialButton, TrialResult } from './connection-trial';

/** Settings > Providers > Add provider. */
export function AddProvider({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Drawer opened={opened} onClose={onClose} position="right" size={560} title={t`Add provider`}>
      <QueryState query={useQuery(kindsQuery)}>{({ items }) => <ChooseKind kinds={items} onClose={onClose} />}</QueryState>
    </Drawer>
  );
}

function ChooseKind({ kinds, onClose }: { kinds: readonly ProviderKind[]; onClose: () => void }) {
  const [name, setName] = useState<string | null>(null);
  const kind = kinds.find((each) => each.kind === name);
  return (
    <Stack>
      <Select label={t`Product`} required data={kinds.map(({ kind: value, title: label }) => ({ value, label }))} value={name} onChange={setName} allowDeselect={false} />
      {kind && <Connect key={kind.kind} kind={kind} onClose={onClose} />}
    </Stack>
  );
}

function Connect({ kind: { kind, fields }, onClose }: { kind: ProviderKind; onClose: () => void }) {
  const form = useForm<ConnectionDraft>({ initialValues: { name: '', region: '', connection: draftOf(fields) } });
  const add = useAddProvider(kind);
  const trial = useTryConnection(kind, null);
  const navigate = useNavigate();
  const said = () => saidIn(fields, form.getValues().connection);
  const save = async (draft: ConnectionDraft) => {
    const { id } = await add.mutateAsync({ ...draft, connection: said() });
    onClose();
    await navigate({ to: '/settings/providers/$providerId', params: { providerId: id } });
  };
  return (
    <form onSubmit={sending(form, save)}>
      <Stack>
        <TextInput label={t`Name`} description={t`As people here call it.`} required maxLength={100} {...form.getInputProps('name')} />
        <TextInput label={t`Region`} maxLength={120} {...form.getInputProps('region')} />
        <ConnectionFields fields={fields} form={form} stored={[]} />
        {trial.data && <TrialResult trial={trial.data} />}
        <Group justify="flex-start">
          <TrialButton busy={trial.isPending} onTry={() => trial.mutate(said(), { onError: (error) => showProblemInForm(error, form) })} />
        </Group>
        <FormFoot saving={form.submitting} onCancel={onClose} />
      </Stack>
    </form>
  );
}
