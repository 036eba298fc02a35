import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, Input, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Tagged } from '../api/client';
import { sending } from '../api/show-problem';
import type { Package } from '../api/types';
import { useUnsavedChanges } from '../components/unsaved-changes';
import { ImpactLine } from '../plans/impact-line';
import { EntryPicker, entryProblem } from './entry-picker';
import { savePackage, useSavePackage, type PackageDraft } from './package-queries';

interface PackageFormProps {
  tagged: Tagged<Package>;
  readOnly: boolean;
}

/** Name, description and policies of a package. */
export function PackageForm({ tagged: { value, etag }, readOnly }: PackageFormProps) {
  const save = useSavePackage(value.id, etag);
  const form = useForm({
    initialValues: {
      name: value.name,
      description: value.description,
      entries: value.entries.map(({ policyId, deviceGroupId }) => ({ policyId, deviceGroupId })),
    },
    validate: { name: (name) => (name.trim() ? null : t`A package needs a name.`) },
  });
  useUnsavedChanges(form.isDirty() && !form.submitting);
  const draft: PackageDraft = {
    name: form.values.name.trim(),
    description: form.values.description,
    entries: form.values.entries,
  };
  const submit = sending(form, () => save.mutateAsync(draft));
  return (
    <form onSubmit={submit}>
      <Box className="lk-card" p="md" maw={980}>
        <Stack>
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput label={t`Name`} required maxLength={120} readOnly={readOnly} {...form.getInputProps('name')} />
            <Textarea
              label={t`Description (optional)`}
              autosize
              minRows={1}
              maxLength={1000}
              readOnly={readOnly}
              {...form.getInputProps('description')}
            />
          </SimpleGrid>
          <Input.Wrapper
            label={t`Policies`}
            description={t`Every device of the package's sites gets all of them, unless a policy is only for a group.`}
            error={entryProblem(form.errors)}
          >
            <Box mt="xs">
              <EntryPicker
                value={form.values.entries}
                clientId={value.clientId}
                onChange={(entries) => form.setFieldValue('entries', entries)}
                readOnly={readOnly}
              />
            </Box>
          </Input.Wrapper>
          {!readOnly && (
            <Group justify="flex-end">
              {form.isDirty() && (
                <Box mr="auto">
                  <ImpactLine
                    change={['package', value.id, etag, draft]}
                    request={draft.name ? savePackage(value.id, etag, draft) : null}
                    title={t`Save the package “${draft.name}”`}
                  />
                </Box>
              )}
              <Button variant="default" disabled={!form.isDirty()} onClick={form.reset}>
                <Trans>Discard changes</Trans>
              </Button>
              <Button type="submit" loading={form.submitting} disabled={!form.isDirty()}>
                <Trans>Save</Trans>
              </Button>
            </Group>
          )}
        </Stack>
      </Box>
    </form>
  );
}
