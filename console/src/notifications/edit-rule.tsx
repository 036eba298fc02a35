import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Checkbox, Drawer, MultiSelect, NumberInput, Select, Stack, Switch, TagsInput, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { EVENT_DESCRIPTIONS, NOTIFICATION_EVENTS } from '../../../contracts/notification-events';
import { sending } from '../api/show-problem';
import type { NotificationEvent, NotificationRule } from '../api/types';
import { confirm } from '../components/confirm';
import { FormFoot } from '../components/form-foot';
import { ScopeFields } from '../users/scope-fields';
import { useDeleteRule, useSaveRule, type RuleDraft } from './rule-queries';
import { webhooksQuery } from './webhook-queries';

interface EditRuleProps {
  rule: NotificationRule | 'new' | null;
  onClose: () => void;
}

/** Settings > Notifications > Rules > Edit Rule. */
export function EditRule({ rule, onClose }: EditRuleProps) {
  const edited = rule === 'new' || rule === null ? undefined : rule;
  return (
    <Drawer opened={rule !== null} onClose={onClose} position="right" size={480} title={edited ? t`Edit Rule · ${edited.name}` : t`Add Rule`}>
      {rule && <Fields key={edited?.id ?? 'new'} rule={edited} onClose={onClose} />}
    </Drawer>
  );
}

const EVERYWHERE = { all: true, clientIds: [], siteIds: [] };
const FRESH: RuleDraft = {
  name: '',
  event: 'device.failed',
  parameters: {},
  scope: EVERYWHERE,
  channels: { emails: [], webhookIds: [], console: true },
  enabled: true,
};
const EVENT_CHOICES = NOTIFICATION_EVENTS.map((value) => ({ value, label: EVENT_DESCRIPTIONS[value].title }));
const PARAMETER_LABELS = { afterHours: t`After hours`, afterMinutes: t`After minutes` };

function draftOf({ name, event, parameters, scope, channels, enabled }: NotificationRule): RuleDraft {
  return { name, event, parameters, scope, channels, enabled };
}

function Fields({ rule, onClose }: { rule: NotificationRule | undefined; onClose: () => void }) {
  const save = useSaveRule(rule);
  const webhooks = useQuery(webhooksQuery);
  const form = useForm<RuleDraft>({ initialValues: rule ? draftOf(rule) : FRESH });
  const { event, parameters, scope } = form.values;
  const { help, parameter, hasSites } = EVENT_DESCRIPTIONS[event];
  const submit = sending(form, async (draft) => {
    await save.mutateAsync({ ...draft, name: draft.name.trim() });
    onClose();
  });
  const choose = (chosen: string | null) => {
    if (!chosen) return;
    const next = chosen as NotificationEvent;
    form.setValues({ event: next, parameters: {}, ...(EVENT_DESCRIPTIONS[next].hasSites ? {} : { scope: EVERYWHERE }) });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput label={t`Name`} required maxLength={120} data-autofocus {...form.getInputProps('name')} />
        <Select label={t`When`} description={help} data={EVENT_CHOICES} allowDeselect={false} value={event} onChange={choose} disabled={rule !== undefined} />
        {parameter && (
          <NumberInput
            label={PARAMETER_LABELS[parameter.name]}
            min={parameter.min}
            max={parameter.max}
            allowDecimal={false}
            value={parameters[parameter.name] ?? parameter.preset}
            onChange={(value) => typeof value === 'number' && form.setFieldValue('parameters', { [parameter.name]: value })}
            error={form.errors[`parameters.${parameter.name}`]}
          />
        )}
        {hasSites ? (
          <ScopeFields
            label={t`Where`}
            description={t`The clients and sites this rule is for.`}
            scope={scope}
            onChange={(wanted) => form.setFieldValue('scope', wanted)}
            error={form.errors['scope']}
          />
        ) : (
          <Text size="sm" c="dimmed">
            <Trans>This happens to the installation as a whole.</Trans>
          </Text>
        )}
        <Checkbox
          label={t`Tell in the console`}
          description={t`Everybody who may see where it happened finds it under the bell.`}
          {...form.getInputProps('channels.console', { type: 'checkbox' })}
        />
        <TagsInput
          label={t`E-mail to`}
          description={t`At most one mail in ten minutes; what happens in between comes with the next.`}
          placeholder={t`address, Enter`}
          maxTags={20}
          {...form.getInputProps('channels.emails')}
        />
        <MultiSelect
          label={t`Webhooks`}
          data={webhooks.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          nothingFoundMessage={t`There is no webhook yet`}
          {...form.getInputProps('channels.webhookIds')}
        />
        {form.errors['channels'] && (
          <Text size="sm" c="red" role="alert">
            {form.errors['channels']}
          </Text>
        )}
        <Switch label={t`On`} {...form.getInputProps('enabled', { type: 'checkbox' })} />
        <FormFoot saving={form.submitting} onCancel={onClose} aside={rule && <DeleteButton rule={rule} onDeleted={onClose} />} />
      </Stack>
    </form>
  );
}

function DeleteButton({ rule, onDeleted }: { rule: NotificationRule; onDeleted: () => void }) {
  const remove = useDeleteRule();
  const ask = () =>
    confirm({
      title: t`Delete ${rule.name}?`,
      confirm: t`Delete the rule`,
      children: t`Nobody is told by it any more. What it has told stays in the console.`,
      onConfirm: () => remove.mutate(rule, { onSuccess: onDeleted }),
    });
  return (
    <Button variant="subtle" color="red" onClick={ask} loading={remove.isPending}>
      <Trans>Delete</Trans>
    </Button>
  );
}
