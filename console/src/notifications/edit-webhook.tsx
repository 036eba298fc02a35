import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Box, Button, Code, Drawer, Group, MultiSelect, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { EVENT_DESCRIPTIONS, NOTIFICATION_EVENTS } from '../../../contracts/notification-events';
import { sending } from '../api/show-problem';
import type { Webhook } from '../api/types';
import { confirm } from '../components/confirm';
import { CopyButton } from '../components/copy-button';
import { FormFoot } from '../components/form-foot';
import { TestButton } from './test-webhook';
import { useAddWebhook, useChangeWebhook, useDeleteWebhook, useRotateSecret, type WebhookDraft } from './webhook-queries';

interface EditWebhookProps {
  webhook: Webhook | 'new' | null;
  onClose: () => void;
}

/** Settings > Notifications > Webhooks > Edit Webhook. */
export function EditWebhook({ webhook, onClose }: EditWebhookProps) {
  const edited = webhook === 'new' || webhook === null ? undefined : webhook;
  return (
    <Drawer opened={webhook !== null} onClose={onClose} position="right" size={480} title={edited ? t`Edit Webhook · ${edited.name}` : t`Add Webhook`}>
      {edited && <Change key={edited.id} webhook={edited} onClose={onClose} />}
      {webhook === 'new' && <Add onClose={onClose} />}
    </Drawer>
  );
}

const FRESH: WebhookDraft = { name: '', url: '', enabled: true, events: [] };
const EVENT_CHOICES = NOTIFICATION_EVENTS.map((value) => ({ value, label: EVENT_DESCRIPTIONS[value].title }));

function Add({ onClose }: { onClose: () => void }) {
  const add = useAddWebhook();
  if (add.data) return <Secret secret={add.data.secret} onSeen={onClose} />;
  return <Fields initial={FRESH} onSave={(draft) => add.mutateAsync(draft)} onCancel={onClose} />;
}

function Change({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const change = useChangeWebhook(webhook);
  const rotate = useRotateSecret();
  const [seen, setSeen] = useState(false);
  const { name, url, enabled, events } = webhook;
  const save = async (draft: WebhookDraft) => {
    await change.mutateAsync(draft);
    onClose();
  };
  const ask = () =>
    confirm({
      title: t`A new secret for ${name}?`,
      confirm: t`Make a new secret`,
      children: t`Everything is signed with it from then on; the receiver refuses it until it knows the new secret.`,
      onConfirm: () => rotate.mutate(webhook),
    });
  if (rotate.data && !seen) return <Secret secret={rotate.data.secret} onSeen={() => setSeen(true)} />;
  return (
    <Stack>
      <Group>
        <TestButton webhook={webhook} />
        <Button variant="default" leftSection={<IconKey size={16} />} onClick={ask} loading={rotate.isPending}>
          <Trans>New secret</Trans>
        </Button>
      </Group>
      <Fields initial={{ name, url, enabled, events }} onSave={save} onCancel={onClose} aside={<DeleteButton webhook={webhook} onDeleted={onClose} />} />
    </Stack>
  );
}

interface FieldsProps {
  initial: WebhookDraft;
  onSave: (draft: WebhookDraft) => Promise<unknown>;
  onCancel: () => void;
  aside?: React.ReactNode;
}

function Fields({ initial, onSave, onCancel, aside }: FieldsProps) {
  const form = useForm<WebhookDraft>({ initialValues: initial });
  return (
    <form onSubmit={sending(form, onSave)}>
      <Stack>
        <TextInput label={t`Name`} required maxLength={120} data-autofocus {...form.getInputProps('name')} />
        <TextInput label={t`Address`} description={t`https only; addresses inside your network only where the operator of the server has listed them.`} required placeholder="https://" {...form.getInputProps('url')} />
        <MultiSelect
          label={t`Takes`}
          description={t`Of everything that happens anywhere; rules can send it more.`}
          data={EVENT_CHOICES}
          {...form.getInputProps('events')}
        />
        <Switch label={t`On`} {...form.getInputProps('enabled', { type: 'checkbox' })} />
        <FormFoot saving={form.submitting} onCancel={onCancel} aside={aside} />
      </Stack>
    </form>
  );
}

function Secret({ secret, onSeen }: { secret: string; onSeen: () => void }) {
  return (
    <Stack>
      <Alert color="orange" icon={<IconKey size={18} />} title={t`Copy the secret now`}>
        <Trans>It is shown this once. The receiver checks with it that what arrives is from here (Standard Webhooks).</Trans>
      </Alert>
      <Box>
        <Group justify="space-between" mb={6}>
          <Text size="sm" fw={600}>
            <Trans>Secret</Trans>
          </Text>
          <CopyButton label={t`Copy`} value={secret} />
        </Group>
        <Code block aria-label={t`Secret of the webhook`} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {secret}
        </Code>
      </Box>
      <Group justify="flex-end">
        <Button onClick={onSeen}><Trans>I have copied it</Trans></Button>
      </Group>
    </Stack>
  );
}

function DeleteButton({ webhook, onDeleted }: { webhook: Webhook; onDeleted: () => void }) {
  const remove = useDeleteWebhook();
  const ask = () =>
    confirm({
      title: t`Delete ${webhook.name}?`,
      confirm: t`Delete the webhook`,
      children: t`Nothing is posted to it any more, and its log ends. It stays while a rule sends to it.`,
      onConfirm: () => remove.mutate(webhook, { onSuccess: onDeleted }),
    });
  return (
    <Button variant="subtle" color="red" onClick={ask} loading={remove.isPending}>
      <Trans>Delete</Trans>
    </Button>
  );
}
