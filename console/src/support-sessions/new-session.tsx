import { t } from '@lingui/core/macro';
import { Modal, SegmentedControl, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { sending } from '../api/show-problem';
import { usePlace } from '../app/place';
import { FormFoot } from '../components/form-foot';
import { allSitesQuery } from '../sites/site-queries';
import { supportPlacesQuery, useCreateSession } from './support-queries';

interface NewSessionProps {
  opened: boolean;
  onClose: () => void;
  onMade: (id: string) => void;
}

const KINDS = {
  support: { label: t`Support`, means: t`One guest shows his screen, and can let you use mouse and keyboard.` },
  meeting: { label: t`Meeting`, means: t`You show your screen, and several guests watch. Nobody sees theirs.` },
};

const HERE = 'here';

/** Makes a session; its code and link are shown where it is looked at. */
export function NewSession({ opened, onClose, onMade }: NewSessionProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={t`New session`}>
      <Fields onClose={onClose} onMade={onMade} />
    </Modal>
  );
}

function Fields({ onClose, onMade }: Omit<NewSessionProps, 'opened'>) {
  const { clientId, siteId } = usePlace();
  const sites = useQuery(allSitesQuery({ clientId }));
  const places = useQuery(supportPlacesQuery).data?.items ?? [];
  const create = useCreateSession();
  const form = useForm({
    initialValues: { name: '', kind: 'support' as keyof typeof KINDS, reason: '', siteId: siteId ?? null, plannedFor: '', invite: '', place: HERE },
    validate: { name: (name) => (name.trim() ? null : t`Give it a name: the guest reads it, too.`) },
  });
  const submit = sending(form, async ({ name, kind, reason, siteId: site, plannedFor, invite, place }) => {
    const { id } = await create.mutateAsync({
      name: name.trim(),
      kind,
      ...(reason.trim() && { reason: reason.trim() }),
      ...(place !== HERE && { providerInstanceId: place }),
      ...(site && { siteId: site }),
      ...(plannedFor && { plannedFor: new Date(plannedFor).toISOString() }),
      ...(invite.trim() && { invite: { email: invite.trim() } }),
    });
    onMade(id);
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        <SegmentedControl fullWidth aria-label={t`Kind`} data={Object.entries(KINDS).map(([value, { label }]) => ({ value, label }))} {...form.getInputProps('kind')} />
        <Text size="sm" c="dimmed" mt={-8}>
          {KINDS[form.values.kind].means}
        </Text>
        {places.length > 0 && (
          <Select
            label={t`Where`}
            description={form.values.place === HERE ? t`On the page and with the program of Latchkey.` : t`At that server’s own pages, with its own program; you sign in there.`}
            allowDeselect={false}
            data={[{ value: HERE, label: t`Here` }, ...places.map(({ id, name }) => ({ value: id, label: t`At ${name}` }))]}
            {...form.getInputProps('place')}
          />
        )}
        <TextInput label={t`Name`} placeholder={t`Printer at the front desk`} required maxLength={120} data-autofocus {...form.getInputProps('name')} />
        <Textarea label={t`Reason (optional)`} description={t`The guest reads it before he allows anything.`} autosize minRows={2} maxLength={500} {...form.getInputProps('reason')} />
        <Select
          label={t`Site (optional)`}
          description={t`Colleagues who look after it see the session.`}
          searchable
          clearable
          data={sites.data?.items.map(({ id, name, clientName }) => ({ value: id, label: `${clientName} › ${name}` })) ?? []}
          {...form.getInputProps('siteId')}
        />
        <TextInput label={t`Invite by e-mail (optional)`} type="email" placeholder="guest@example.org" maxLength={254} {...form.getInputProps('invite')} />
        {form.values.invite !== '' && (
          <TextInput label={t`Planned for (optional)`} description={t`Within a day; the mail carries it as an appointment.`} type="datetime-local" {...form.getInputProps('plannedFor')} />
        )}
        <FormFoot saving={create.isPending} save={t`Make the session`} onCancel={onClose} />
      </Stack>
    </form>
  );
}
