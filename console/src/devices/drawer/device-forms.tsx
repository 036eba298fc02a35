import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Button, Group, Select, Stack, TagsInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { DeviceDetail } from '../../api/types';
import { allSitesQuery } from '../../sites/site-queries';
import { ImpactLine } from '../../plans/impact-line';
import { whenDone } from '../../plans/use-change';
import { changeDevice, useChangeDevice } from '../use-device-changes';

interface DeviceFormProps {
  device: DeviceDetail;
  etag: string;
  onDone: () => void;
}

interface FrameProps {
  children: ReactNode;
  label: string;
  busy: boolean;
  ready?: boolean;
  onSubmit: () => void;
}

function Frame({ children, label, busy, ready = true, onSubmit }: FrameProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {children}
        <Group justify="flex-end">
          <Button type="submit" loading={busy} disabled={!ready}>
            {label}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function RenameForm({ device, etag, onDone }: DeviceFormProps) {
  const [name, setName] = useState(device.displayName ?? '');
  const change = useChangeDevice(device, etag);
  return (
    <Frame
      label={t`Rename`}
      busy={change.isPending}
      onSubmit={() => change.mutate({ displayName: name.trim() || null }, { onSuccess: whenDone(onDone) })}
    >
      <TextInput
        label={t`Name`}
        description={t`Empty: the name the device gives itself, ${device.hostname}.`}
        value={name}
        maxLength={120}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </Frame>
  );
}

export function TagsForm({ device, etag, onDone }: DeviceFormProps) {
  const [tags, setTags] = useState([...device.tags]);
  const change = useChangeDevice(device, etag);
  return (
    <Frame
      label={t`Save tags`}
      busy={change.isPending}
      onSubmit={() => change.mutate({ tags }, { onSuccess: whenDone(onDone) })}
    >
      <TagsInput label={t`Tags`} description={t`Enter after each.`} value={tags} onChange={setTags} data-autofocus />
      <ImpactLine
        change={['device', device.id, etag, tags]}
        request={tags.join() === device.tags.join() ? null : changeDevice(device.id, etag, { tags })}
        title={t`Tag ${device.name}`}
      />
    </Frame>
  );
}

/** Moving between enabled sites keeps the identity of the device; a site without a package means removal. */
export function MoveSiteForm({ device, etag, onDone }: DeviceFormProps) {
  const [siteId, setSiteId] = useState<string | null>(null);
  const sites = useQuery(allSitesQuery());
  const change = useChangeDevice(device, etag);
  const target = sites.data?.items.find(({ id }) => id === siteId);
  return (
    <Frame
      label={t`Move`}
      busy={change.isPending}
      ready={siteId !== null && siteId !== device.siteId}
      onSubmit={() => siteId && change.mutate({ siteId }, { onSuccess: whenDone(onDone) })}
    >
      <Select
        label={t`Site`}
        searchable
        data={
          sites.data?.items
            .filter(({ id }) => id !== device.siteId)
            .map(({ id, name, clientName }) => ({ value: id, label: `${clientName} › ${name}` })) ?? []
        }
        value={siteId}
        onChange={setSiteId}
        data-autofocus
      />
      {target && !target.enabled && (
        <Alert color="orange" title={t`Remote access will be removed`}>
          <Trans>No package is assigned to {target.name}, so the remote agent is removed from {device.name}.</Trans>
        </Alert>
      )}
      <ImpactLine
        change={['device', device.id, etag, siteId]}
        request={siteId ? changeDevice(device.id, etag, { siteId }) : null}
        title={t`Move ${device.name} to ${target?.name ?? ''}`}
      />
    </Frame>
  );
}
