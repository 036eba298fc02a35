import { t } from '@lingui/core/macro';
import { Modal, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { RefObject } from 'react';
import { sending } from '../api/show-problem';
import type { Client, Site } from '../api/types';
import { useMe, useRight } from '../app/me';
import { FormFoot } from '../components/form-foot';
import { useSaveSite } from './use-site-changes';

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

interface SiteFormProps {
  /** The client of the site; null closes the dialog. */
  client: Client | null;
  /** Absent: a new one. */
  site?: Site;
  onClose: () => void;
  /** Where the focus goes when the dialog is closed and what had it before is gone, as a dialog that led here. */
  openedFrom?: RefObject<HTMLElement | null>;
}

/** Adds a site to a client, or changes one. */
export function SiteForm({ client, site, onClose, openedFrom }: SiteFormProps) {
  const keepFocus = () => {
    if (document.activeElement === document.body) openedFrom?.current?.focus({ preventScroll: true });
  };
  return (
    <Modal opened={client !== null} onClose={onClose} onExitTransitionEnd={keepFocus} title={site ? t`Edit site` : t`Add Site to ${client?.name ?? ''}`}>
      {client && <Fields client={client} site={site} onClose={onClose} />}
    </Modal>
  );
}

function Fields({ client, site, onClose }: Pick<SiteFormProps, 'site' | 'onClose'> & { client: Client }) {
  const { installation } = useMe();
  const mayManageSecurity = useRight('security.manage');
  const save = useSaveSite(client.id, site);
  const form = useForm({
    initialValues: {
      name: site?.name ?? '',
      timeZone: site?.timeZone ?? installation.defaultTimeZone,
      region: site?.region ?? '',
      sensitive: site?.sensitive ?? false,
    },
    validate: { name: (name) => (name.trim() ? null : t`A site needs a name.`) },
  });
  const submit = sending(form, async ({ name, timeZone, region, sensitive }) => {
    const { state } = await save.mutateAsync({ name: name.trim(), timeZone, region: region.trim() || null, ...(site && sensitive !== site.sensitive ? { sensitive } : {}) });
    if (state === 'done') onClose();
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={t`Name`}
          placeholder={t`Head office`}
          required
          maxLength={120}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Select
          label={t`Time zone`}
          description={t`Maintenance windows and permitted hours are meant in this zone.`}
          data={ZONES.includes(form.values.timeZone) ? ZONES : [form.values.timeZone, ...ZONES]}
          searchable
          allowDeselect={false}
          limit={80}
          {...form.getInputProps('timeZone')}
        />
        <TextInput
          label={t`Region (optional)`}
          description={t`Helps to place the site on a provider instance near it.`}
          maxLength={120}
          {...form.getInputProps('region')}
        />
        {site && (
          <Switch
            label={t`Sensitive`}
            description={t`Whoever opens a device here proves once more who they are.`}
            disabled={!mayManageSecurity}
            {...form.getInputProps('sensitive', { type: 'checkbox' })}
          />
        )}
        <FormFoot saving={form.submitting} onCancel={onClose} />
      </Stack>
    </form>
  );
}
