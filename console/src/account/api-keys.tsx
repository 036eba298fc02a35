import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Checkbox, Code, Group, Modal, MultiSelect, NumberInput, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sending } from '../api/show-problem';
import type { ApiKey, NewApiKey, NewApiKeyDraft } from '../api/types';
import { useMe } from '../app/me';
import { confirm } from '../components/confirm';
import { CopyButton } from '../components/copy-button';
import { EmptyState } from '../components/empty-state';
import { FormFoot } from '../components/form-foot';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { ScopeFields } from '../users/scope-fields';
import { apiKeysQuery, useCreateKey, useRevokeKey } from './account-queries';
import { Card } from './card';

/** What a key may have; the rest is for people. */
const FOR_KEYS = ['providers.read', 'policies.read', 'policies.change', 'sites.read', 'sites.change', 'devices.read', 'devices.change', 'devices.repair', 'devices.launch', 'audit.read', 'access-report.read'];

/** Keys by which programs act for somebody. */
export function ApiKeys() {
  const query = useQuery(apiKeysQuery);
  const [isMaking, setIsMaking] = useState(false);
  return (
    <Card
      title={t`API keys`}
      lead={t`For programs that act for you, with a part of what you may do. At most 90 days; never for accounts, factors or approvals.`}
      actions={
        <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setIsMaking(true)}>
          <Trans>New key</Trans>
        </Button>
      }
    >
      <QueryState query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={IconKey} title={t`No keys`} compact>
              <Trans>A key is made here and shown once.</Trans>
            </EmptyState>
          ) : (
            <Stack gap="xs">
              {items.map((key) => (
                <KeyRow key={key.id} apiKey={key} />
              ))}
            </Stack>
          )
        }
      </QueryState>
      <Modal opened={isMaking} onClose={() => setIsMaking(false)} title={t`New API key`} size="lg">
        {isMaking && <NewKey onDone={() => setIsMaking(false)} />}
      </Modal>
    </Card>
  );
}

function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  const me = useMe();
  const revoke = useRevokeKey();
  const ask = () =>
    confirm({ title: t`Revoke ${apiKey.name}?`, confirm: t`Revoke it`, children: t`Programs that use it are refused from this moment on.`, onConfirm: () => revoke.mutate(apiKey.id) });
  return (
    <Group justify="space-between" wrap="nowrap">
      <div>
        <Text size="sm" fw={600}>
          {apiKey.name}
          {apiKey.operatorId !== me.id && ` (${apiKey.operatorName})`}
        </Text>
        <Text size="xs" c="dimmed">
          <Code fz="xs">{apiKey.prefix.slice(0, 14)}…</Code> {apiKey.rights.join(', ')};{' '}
          {apiKey.lastUsedAt ? (
            <>
              <Trans>ends <RelativeTime inherit at={apiKey.expiresAt} />, last used <RelativeTime inherit at={apiKey.lastUsedAt} /> from {apiKey.lastUsedIp}</Trans>
            </>
          ) : (
            <>
              <Trans>ends <RelativeTime inherit at={apiKey.expiresAt} />, never used</Trans>
            </>
          )}
        </Text>
      </div>
      <Button variant="subtle" color="red" size="compact-sm" loading={revoke.isPending} onClick={ask} aria-label={t`Revoke ${apiKey.name}`}>
        <Trans>Revoke</Trans>
      </Button>
    </Group>
  );
}

function NewKey({ onDone }: { onDone: () => void }) {
  const me = useMe();
  const create = useCreateKey();
  const [made, setMade] = useState<NewApiKey | null>(null);
  const form = useForm({
    initialValues: { name: '', rights: [] as string[], scope: { ...me.scope }, networks: [] as string[], mayLaunch: false, days: 90 as number | string },
    validate: { rights: (rights) => (rights.length > 0 ? null : t`At least one.`) },
  });
  if (made) return <ShownOnce made={made} onDone={onDone} />;
  const offered = FOR_KEYS.filter((right) => (me.rights as string[]).includes(right));
  const submit = sending(form, async ({ days, ...draft }) => {
    const expiresAt = new Date(Date.now() + Number(days) * 86_400_000 - 60_000).toISOString();
    setMade(await create.mutateAsync({ ...draft, name: draft.name.trim(), expiresAt } as NewApiKeyDraft));
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput label={t`Name`} description={t`What uses it.`} required maxLength={80} data-autofocus {...form.getInputProps('name')} />
        <MultiSelect label={t`May`} data={offered} required {...form.getInputProps('rights')} />
        {form.values.rights.includes('devices.launch') && (
          <Checkbox label={t`May open devices`} description={t`Without it, the right to launch is not used.`} {...form.getInputProps('mayLaunch', { type: 'checkbox' })} />
        )}
        <ScopeFields scope={form.values.scope} onChange={(scope) => form.setFieldValue('scope', scope)} error={form.errors['scope']} />
        <TagsInput label={t`Only from these networks`} description={t`Such as 203.0.113.0/24; empty means from anywhere.`} {...form.getInputProps('networks')} />
        <NumberInput label={t`Days`} min={1} max={90} {...form.getInputProps('days')} />
        <FormFoot saving={form.submitting} onCancel={onDone} />
      </Stack>
    </form>
  );
}

function ShownOnce({ made, onDone }: { made: NewApiKey; onDone: () => void }) {
  return (
    <Stack>
      <Text size="sm"><Trans>This is the only time the key is shown.</Trans></Text>
      <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {made.key}
      </Code>
      <Group justify="space-between">
        <CopyButton value={made.key} label={t`Copy the key`} />
        <Button onClick={onDone}><Trans>Done</Trans></Button>
      </Group>
    </Stack>
  );
}
