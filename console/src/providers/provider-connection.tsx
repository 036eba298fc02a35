import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Box, Button, Code, Group, Modal, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { sending, showProblem, showProblemInForm } from '../api/show-problem';
import type { ProviderInstance, ProviderKind, ProviderSettings } from '../api/types';
import { confirm } from '../components/confirm';
import { CopyButton } from '../components/copy-button';
import { ConnectionFields, draftOf, saidIn } from './connection-fields';
import { type ConnectionDraft, kindsQuery, useChangeProvider, useDeleteProvider, useRemoveHintAddress, useRenewHintAddress, useTryConnection } from './connection-queries';
import { TrialButton, TrialResult } from './connection-trial';

interface ProviderConnectionProps {
  instance: ProviderInstance;
  settings: ProviderSettings;
}

/** How a server that somebody else runs is reached; its secrets are renewed here and shown nowhere. */
export function ProviderConnection({ instance, settings }: ProviderConnectionProps) {
  const kind = useQuery(kindsQuery).data?.items.find((each) => each.kind === instance.kind);
  if (!kind) return null;
  return (
    <>
      <Connection key={settings.version} kind={kind} instance={{ ...instance, version: settings.version }} settings={settings} />
      {kind.givesHints && <Hints id={instance.id} hasAddress={settings.hasHintAddress} />}
      <End instance={{ ...instance, version: settings.version }} />
    </>
  );
}

function Connection({ kind: { kind, title, fields }, instance, settings }: ProviderConnectionProps & { kind: ProviderKind }) {
  const form = useForm<ConnectionDraft>({
    initialValues: { name: instance.name, region: instance.region ?? '', connection: draftOf(fields, settings.connection) },
  });
  const change = useChangeProvider(instance);
  const trial = useTryConnection(kind, instance.id);
  const said = () => saidIn(fields, form.getValues().connection);
  return (
    <Box className="lk-card" p="md" component="section" aria-label={t`Connection`}>
      <Title order={2} size="h4" mb="sm">
        <Trans>Connection to {title}</Trans>
      </Title>
      <form onSubmit={sending(form, () => change.mutateAsync({ connection: said() }))}>
        <Stack>
          <ConnectionFields fields={fields} form={form} stored={settings.storedSecrets} />
          {trial.data && <TrialResult trial={trial.data} />}
          <Group justify="space-between">
            <TrialButton busy={trial.isPending} onTry={() => trial.mutate(said(), { onError: (error) => showProblemInForm(error, form) })} />
            <Button type="submit" loading={form.submitting} disabled={!form.isDirty()}>
              <Trans>Save connection</Trans>
            </Button>
          </Group>
        </Stack>
      </form>
    </Box>
  );
}

function Hints({ id, hasAddress }: { id: string; hasAddress: boolean }) {
  const renew = useRenewHintAddress(id);
  const remove = useRemoveHintAddress(id);
  return (
    <Box className="lk-card" p="md" component="section" aria-label={t`Hints`}>
      <Title order={2} size="h4" mb="sm">
        <Trans>Hints from the server</Trans>
      </Title>
      <Stack gap="sm">
        <Text size="sm">
          <Trans>The server can post to an address here when something has happened, so that Latchkey looks sooner than its next reading. What it posts is not believed; the session is read again.</Trans>
        </Text>
        {renew.data && (
          <Alert title={t`Shown only now`}>
            <Group gap="xs" wrap="nowrap">
              <Code style={{ wordBreak: 'break-all' }}>{renew.data.url}</Code>
              <CopyButton value={renew.data.url} label={t`Copy the address`} compact />
            </Group>
          </Alert>
        )}
        <Group gap="xs">
          <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate()}>
            {hasAddress ? t`New address` : t`Make an address`}
          </Button>
          {hasAddress && (
            <Button variant="default" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
              <Trans>Take it away</Trans>
            </Button>
          )}
        </Group>
      </Stack>
    </Box>
  );
}

/** Switching off is undone by a click; deleting wants the name typed. */
function End({ instance }: { instance: ProviderInstance }) {
  const [isDeleting, setIsDeleting] = useState(false);
  const change = useChangeProvider(instance);
  const toggle = (enabled: boolean) => {
    const set = () => change.mutate({ enabled }, { onError: showProblem });
    if (enabled) set();
    else
      confirm({
        title: t`Switch ${instance.name} off?`,
        confirm: t`Switch it off`,
        children: t`Latchkey does not speak to it until it is switched on again: nobody is let in, nothing is deployed or removed. What is installed stays.`,
        onConfirm: set,
      });
  };
  return (
    <Box className="lk-card" p="md" component="section" aria-label={t`Switching off`}>
      <Group justify="space-between">
        <Switch label={t`On`} description={t`Off: Latchkey does not speak to it.`} checked={instance.enabled} onChange={(event) => toggle(event.currentTarget.checked)} />
        <Button variant="light" color="red" onClick={() => setIsDeleting(true)}>
          <Trans>Delete provider</Trans>
        </Button>
      </Group>
      <Modal opened={isDeleting} onClose={() => setIsDeleting(false)} title={t`Delete ${instance.name}?`}>
        <ConfirmDelete instance={instance} onClose={() => setIsDeleting(false)} />
      </Modal>
    </Box>
  );
}

function ConfirmDelete({ instance, onClose }: { instance: ProviderInstance; onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const remove = useDeleteProvider(instance);
  const navigate = useNavigate();
  const submit = () => remove.mutate(undefined, { onSuccess: () => void navigate({ to: '/settings/providers' }) });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack>
        <Text size="sm"><Trans>Its connection and secrets are forgotten. This is refused while a site is placed there or a computer has been deployed there.</Trans></Text>
        <TextInput label={t`Type “${instance.name}”`} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} data-autofocus />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" color="red" disabled={typed !== instance.name} loading={remove.isPending}>
            <Trans>Delete</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
