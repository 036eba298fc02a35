import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { modals } from '@mantine/modals';
import { useQuery } from '@tanstack/react-query';
import { showProblemInForm } from '../api/show-problem';
import type { Site } from '../api/types';
import { ImpactLine } from '../plans/impact-line';
import { providersQuery } from '../providers/provider-queries';
import { clientsQuery } from './site-queries';
import { changeSite, useMoveSite } from './use-site-changes';

const MODAL = 'site-move';
const close = () => modals.close(MODAL);

/** Opens the dialog that moves a site, with its devices, to another client. */
export function openMoveToClient(site: Site): void {
  modals.open({ modalId: MODAL, title: t`Move ${site.name} to another client`, children: <MoveToClient site={site} /> });
}

/** Opens the dialog that chooses where the devices of a site have their remote access. */
export function openPlaceSite(site: Site): void {
  modals.open({ modalId: MODAL, title: t`Provider of ${site.name}`, children: <PlaceSite site={site} /> });
}

function MoveToClient({ site }: { site: Site }) {
  const clients = useQuery(clientsQuery);
  const move = useMoveSite(site);
  const form = useForm({ initialValues: { clientId: null as string | null } });
  const { clientId } = form.values;
  const name = clients.data?.items.find(({ id }) => id === clientId)?.name;
  const title = t`Move ${site.name} to ${name ?? ''}`;
  const submit = form.onSubmit(async () => {
    if (!clientId) return;
    try {
      const { state } = await move.mutateAsync({ move: { clientId }, title });
      if (state === 'done') close();
    } catch (error) {
      showProblemInForm(error, form);
    }
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm" c="dimmed">
          <Trans>All its devices go with it. Packages that belong to {site.clientName} have to be unassigned first.</Trans>
        </Text>
        <Select
          label={t`Client`}
          searchable
          data-autofocus
          data={
            clients.data?.items
              .filter(({ id }) => id !== site.clientId)
              .map(({ id, name: label }) => ({ value: id, label })) ?? []
          }
          {...form.getInputProps('clientId')}
        />
        <ImpactLine
          change={['site', site.id, site.version, clientId]}
          request={clientId ? changeSite(site, { clientId }) : null}
          title={title}
        />
        <Group justify="flex-end">
          <Button type="submit" disabled={!clientId} loading={form.submitting}>
            <Trans>Move</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const AUTOMATIC = 'automatic';

function PlaceSite({ site }: { site: Site }) {
  const instances = useQuery(providersQuery);
  const move = useMoveSite(site);
  const present = site.placement?.chosen ? site.placement.providerInstanceId : AUTOMATIC;
  const form = useForm({ initialValues: { placement: present, reason: '' } });
  const { placement, reason } = form.values;
  const chosen =
    placement === AUTOMATIC
      ? { placement: null }
      : { placement: { providerInstanceId: placement, ...(reason.trim() ? { reason: reason.trim() } : {}) } };
  const name = instances.data?.items.find(({ id }) => id === placement)?.name;
  const title = name ? t`Place ${site.name} on ${name}` : t`Let Latchkey place ${site.name}`;
  const submit = form.onSubmit(async () => {
    try {
      const { state } = await move.mutateAsync({ move: chosen, title });
      if (state === 'done') close();
    } catch (error) {
      showProblemInForm(error, form);
    }
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        {site.placement && (
          <Text size="sm" c="dimmed">
            <Trans>Now on {site.placement.providerInstanceName}: {site.placement.reason}</Trans>
          </Text>
        )}
        <Select
          label={t`Provider instance`}
          allowDeselect={false}
          data={[
            { value: AUTOMATIC, label: t`As Latchkey finds best` },
            ...(instances.data?.items.map(({ id, name: label }) => ({ value: id, label })) ?? []),
          ]}
          {...form.getInputProps('placement')}
        />
        {placement !== AUTOMATIC && (
          <TextInput label={t`Reason (optional)`} maxLength={500} {...form.getInputProps('reason')} />
        )}
        <ImpactLine
          change={['site', site.id, site.version, placement]}
          request={placement === present ? null : changeSite(site, chosen)}
          title={title}
        />
        <Group justify="flex-end">
          <Button type="submit" disabled={placement === present} loading={form.submitting}>
            <Trans>Move</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
