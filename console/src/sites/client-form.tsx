import { t } from '@lingui/core/macro';
import { Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { sending } from '../api/show-problem';
import type { Client } from '../api/types';
import { FormFoot } from '../components/form-foot';
import { useSaveClient } from './use-site-changes';

interface ClientFormProps {
  /** Absent: a new one. */
  client?: Client;
  opened: boolean;
  onClose: () => void;
  onSaved?: (client: Client) => void;
}

/** Adds or renames a client. */
export function ClientForm({ opened, ...form }: ClientFormProps) {
  return (
    <Modal opened={opened} onClose={form.onClose} title={form.client ? t`Rename client` : t`Add Client`}>
      <Fields {...form} />
    </Modal>
  );
}

function Fields({ client, onClose, onSaved }: Omit<ClientFormProps, 'opened'>) {
  const save = useSaveClient(client);
  const form = useForm({
    initialValues: { name: client?.name ?? '' },
    validate: { name: (name) => (name.trim() ? null : t`A client needs a name.`) },
  });
  const submit = sending(form, async ({ name }) => {
    const outcome = await save.mutateAsync({ name: name.trim() });
    if (outcome.state !== 'done') return;
    onClose();
    onSaved?.(outcome.value);
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={t`Name`}
          placeholder="Contoso Dental"
          required
          maxLength={120}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <FormFoot saving={form.submitting} onCancel={onClose} />
      </Stack>
    </form>
  );
}
