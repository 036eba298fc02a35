import { t } from '@lingui/core/macro';
import { Input, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { sending } from '../api/show-problem';
import { FormFoot } from '../components/form-foot';
import { ClientSelect } from '../sites/client-select';
import { EntryPicker, entryProblem } from './entry-picker';
import { type EntryDraft, useCreatePackage } from './package-queries';

interface AddPackageProps {
  opened: boolean;
  onClose: () => void;
}

/** Endpoints > Packages > Add Package: a name and the policies it bundles. */
export function AddPackage({ opened, onClose }: AddPackageProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={t`Add Package`} size="lg">
      <Form onDone={onClose} />
    </Modal>
  );
}

function Form({ onDone }: { onDone: () => void }) {
  const create = useCreatePackage();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { name: '', description: '', clientId: null as string | null, entries: [] as EntryDraft[] },
    validate: { name: (name) => (name.trim() ? null : t`A package needs a name.`) },
  });
  const submit = sending(form, async ({ name, description, clientId, entries }) => {
    const { state } = await create.mutateAsync({ name: name.trim(), description, clientId, entries });
    if (state !== 'done') return;
    onDone();
    await navigate({ to: '/packages' });
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput label={t`Name`} required maxLength={120} data-autofocus {...form.getInputProps('name')} />
        <Textarea
          label={t`Description (optional)`}
          autosize
          minRows={1}
          maxLength={1000}
          {...form.getInputProps('description')}
        />
        <ClientSelect
          value={form.values.clientId}
          onChange={(clientId) => form.setFieldValue('clientId', clientId)}
          error={form.errors['clientId']}
        />
        <Input.Wrapper label={t`Policies`} error={entryProblem(form.errors)}>
          <EntryPicker
            value={form.values.entries}
            clientId={form.values.clientId}
            onChange={(entries) => form.setFieldValue('entries', entries)}
          />
        </Input.Wrapper>
        <FormFoot saving={form.submitting} onCancel={onDone} />
      </Stack>
    </form>
  );
}
