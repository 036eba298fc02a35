import { Alert, Box, Button, Group, Select, SimpleGrid, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { showProblemInForm } from '../api/show-problem';
import type { PolicyType } from '../api/types';
import type { Outcome } from '../plans/carry-out';
import type { PolicyDraft } from './policy-queries';
import { SettingsForm } from './settings-form';

interface PolicyFormProps {
  type: PolicyType;
  /** Whom a new policy is for; fixed afterwards. */
  owner?: ReactNode;
  initial: PolicyDraft;
  /** Rejects with the refusal of the server, which the form shows next to its fields. */
  onSave: (draft: PolicyDraft) => Promise<Outcome<unknown>>;
  /** What saving this draft would do. */
  impact?: (draft: PolicyDraft) => ReactNode;
  saveLabel: string;
  readOnly?: boolean;
}

/** Category, type, name, and the settings of a policy. */
export function PolicyForm({ type, owner, initial, onSave, impact, saveLabel, readOnly = false }: PolicyFormProps) {
  const form = useForm<PolicyDraft>({
    initialValues: initial,
    validate: { name: (name) => (name.trim() ? null : 'A policy needs a name.') },
  });
  const submit = form.onSubmit(async (draft) => {
    try {
      const { state } = await onSave({ ...draft, name: draft.name.trim() });
      if (state === 'done') form.resetDirty();
    } catch (error) {
      showProblemInForm(error, form);
    }
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="md" maw={980} pb={72}>
        <Box className="lk-card" p="md">
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
            <Select
              label="Category"
              data={[{ value: type.category, label: type.categoryTitle }]}
              value={type.category}
              readOnly
              allowDeselect={false}
            />
            <Select
              label="Type"
              data={[{ value: type.type, label: type.title }]}
              value={type.type}
              readOnly
              allowDeselect={false}
            />
            <TextInput label="Name" required maxLength={120} readOnly={readOnly} {...form.getInputProps('name')} />
            <Textarea
              label="Description (optional)"
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
            label="Enabled"
            description="A disabled policy contributes nothing."
            disabled={readOnly}
            {...form.getInputProps('enabled', { type: 'checkbox' })}
          />
        </Box>
        {form.values.settings['enabled'] === undefined && (
          <Alert variant="light" icon={<IconInfoCircle size={18} />} title="Remote access is not configured">
            As it stands, this policy brings no remote agent to a device: <b>Remote access</b> below is “Not
            configured”, and its default is off.
          </Alert>
        )}
        <SettingsForm
          definitions={type.settings}
          settings={form.values.settings}
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
              Discard changes
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
