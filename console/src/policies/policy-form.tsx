import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Box, Button, Group, SimpleGrid, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { sending } from '../api/show-problem';
import type { PolicyType } from '../api/types';
import { useUnsavedChanges } from '../components/unsaved-changes';
import type { Outcome } from '../plans/carry-out';
import type { PolicyDraft } from './policy-queries';
import { SettingsForm } from './settings-form';
import { TypeFields } from './type-fields';

interface PolicyFormProps {
  type: PolicyType;
  /** What a new policy can be instead; fixed afterwards. */
  types?: PolicyType[];
  onType?: (type: PolicyType) => void;
  /** Whom a new policy is for; fixed afterwards. */
  owner?: ReactNode;
  initial: PolicyDraft;
  /** Rejects with the refusal of the server, which the form shows next to its fields. */
  onSave: (draft: PolicyDraft) => Promise<Outcome<unknown>>;
  /** What saving this draft would do. */
  impact?: (draft: PolicyDraft) => ReactNode;
  saveLabel: string;
  /** The key of the setting that somebody came for. */
  wanted?: string | undefined;
  readOnly?: boolean;
}

/** Category, type, name, and the settings of a policy. */
export function PolicyForm({
  type,
  types = [type],
  onType,
  owner,
  initial,
  onSave,
  impact,
  saveLabel,
  wanted,
  readOnly = false,
}: PolicyFormProps) {
  const form = useForm<PolicyDraft>({
    initialValues: initial,
    validate: { name: (name) => (name.trim() ? null : t`A policy needs a name.`) },
  });
  useUnsavedChanges(form.isDirty() && !form.submitting);
  const submit = sending(form, async (draft) => {
    const { state } = await onSave({ ...draft, name: draft.name.trim() });
    if (state === 'done') form.resetDirty();
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="md" maw={980} pb={72}>
        <Box className="lk-card" p="md">
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
            <TypeFields type={type} types={types} onType={onType} />
            <TextInput label={t`Name`} required maxLength={120} readOnly={readOnly} {...form.getInputProps('name')} />
            <Textarea
              label={t`Description (optional)`}
              autosize
              minRows={1}
              maxRows={4}
              maxLength={1000}
              readOnly={readOnly}
              {...form.getInputProps('description')}
            />
            {owner}
          </SimpleGrid>
          <Switch
            mt="md"
            label={t`Enabled`}
            description={t`A disabled policy contributes nothing.`}
            disabled={readOnly}
            {...form.getInputProps('enabled', { type: 'checkbox' })}
          />
        </Box>
        {type.type === 'remote-access' && form.values.settings['enabled'] === undefined && (
          <Alert variant="light" icon={<IconInfoCircle size={18} />} title={t`Remote access is not configured`}>
            <Trans>As it stands, this policy brings no remote agent to a device: <b>Remote access</b> below is “Not
            configured”, and its default is off.</Trans>
          </Alert>
        )}
        <SettingsForm
          definitions={type.settings}
          groups={type.groups}
          settings={form.values.settings}
          saved={initial.settings}
          wanted={wanted}
          onChange={(settings) => form.setFieldValue('settings', settings)}
          errors={form.errors}
          readOnly={readOnly}
        />
      </Stack>
      {!readOnly && (
        <Box pos="sticky" bottom={0} py="sm" bg="var(--lk-canvas)" style={{ zIndex: 3 }} maw={980}>
          <Group justify="flex-end">
            {impact && form.isDirty() && <Box mr="auto">{impact(form.values)}</Box>}
            <Button variant="default" disabled={!form.isDirty()} onClick={form.reset}>
              <Trans>Discard changes</Trans>
            </Button>
            <Button type="submit" loading={form.submitting}>
              {saveLabel}
            </Button>
          </Group>
        </Box>
      )}
    </form>
  );
}
