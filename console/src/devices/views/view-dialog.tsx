import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Group, Modal, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { sending } from '../../api/show-problem';
import type { SavedView, ViewDraft } from '../../api/types';
import { useRight } from '../../app/me';
import { useKeepView } from './view-queries';

interface ViewDialogProps {
  view: SavedView | undefined;
  definition: ViewDraft['definition'];
  onClose: () => void;
  onKept: (view: SavedView) => void;
}

/** What a view is called, and who is offered it. */
export default function ViewDialog({ view, definition, onClose, onKept }: ViewDialogProps) {
  const mayShare = useRight('devices.repair');
  const keep = useKeepView();
  const form = useForm({ initialValues: { name: view?.name ?? '', shared: view?.shared ?? false } });
  return (
    <Modal opened onClose={onClose} title={view ? t`The view “${view.name}”` : t`Save as a view`} size="sm">
      <form onSubmit={sending(form, async (values) => onKept(await keep.mutateAsync({ ...(view ? { view } : {}), draft: { ...values, definition } })))}>
        <Stack>
          <TextInput label={t`Name`} required maxLength={80} data-autofocus {...form.getInputProps('name')} />
          <Switch
            label={t`Share it`}
            description={mayShare ? t`Offered to everybody who looks after what it names.` : t`Your role keeps views for itself.`}
            disabled={!mayShare}
            {...form.getInputProps('shared', { type: 'checkbox' })}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <Button type="submit" loading={keep.isPending}>
              <Trans>Save</Trans>
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
