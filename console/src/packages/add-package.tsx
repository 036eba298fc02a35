import { Button, Group, Input, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { showProblemInForm } from '../api/show-problem';
import { ClientSelect } from '../sites/client-select';
import { useCreatePackage } from './package-queries';
import { PolicyPicker } from './policy-picker';

interface AddPackageProps {
  opened: boolean;
  onClose: () => void;
}

/** Endpoints > Packages > Add Package: a name and the policies it bundles. */
export function AddPackage({ opened, onClose }: AddPackageProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add Package" size="lg">
      <Form onDone={onClose} />
    </Modal>
  );
}

function Form({ onDone }: { onDone: () => void }) {
  const create = useCreatePackage();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { name: '', description: '', clientId: null as string | null, policyIds: [] as string[] },
    validate: { name: (name) => (name.trim() ? null : 'A package needs a name.') },
  });
  const submit = form.onSubmit(async ({ name, description, clientId, policyIds }) => {
    try {
      const { state } = await create.mutateAsync({
        name: name.trim(),
        description,
        clientId,
        entries: policyIds.map((policyId) => ({ policyId })),
      });
      if (state !== 'done') return;
    } catch (error) {
      showProblemInForm(error, form);
      return;
    }
    onDone();
    await navigate({ to: '/packages' });
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput label="Name" required maxLength={120} data-autofocus {...form.getInputProps('name')} />
        <Textarea
          label="Description (optional)"
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
        <Input.Wrapper label="Policies" error={form.errors['entries']}>
          <PolicyPicker
            value={form.values.policyIds}
            onChange={(policyIds) => form.setFieldValue('policyIds', policyIds)}
          />
        </Input.Wrapper>
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={form.submitting}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
