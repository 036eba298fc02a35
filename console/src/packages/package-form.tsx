import { Box, Button, Group, Input, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import type { Tagged } from '../api/client';
import { isStale } from '../api/problem';
import { showProblemInForm } from '../api/show-problem';
import type { Package } from '../api/types';
import { ImpactLine } from '../plans/impact-line';
import { savePackage, useSavePackage, type PackageDraft } from './package-queries';
import { PolicyPicker } from './policy-picker';

interface PackageFormProps {
  tagged: Tagged<Package>;
  readOnly: boolean;
}

/** Name, description and policies of a package. */
export function PackageForm({ tagged: { value, etag }, readOnly }: PackageFormProps) {
  const client = useQueryClient();
  const save = useSavePackage(value.id, etag);
  const form = useForm({
    initialValues: {
      name: value.name,
      description: value.description,
      policyIds: value.entries.map(({ policyId }) => policyId),
    },
    validate: { name: (name) => (name.trim() ? null : 'A package needs a name.') },
  });
  const draft: PackageDraft = {
    name: form.values.name.trim(),
    description: form.values.description,
    entries: form.values.policyIds.map((policyId) => ({ policyId })),
  };
  const submit = form.onSubmit(async () => {
    try {
      await save.mutateAsync(draft);
    } catch (error) {
      if (isStale(error)) void client.invalidateQueries({ queryKey: ['package', value.id] });
      showProblemInForm(error, form);
    }
  });
  return (
    <form onSubmit={submit}>
      <Box className="lk-card" p="md" maw={980}>
        <Stack>
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput label="Name" required maxLength={120} readOnly={readOnly} {...form.getInputProps('name')} />
            <Textarea
              label="Description (optional)"
              autosize
              minRows={1}
              maxLength={1000}
              readOnly={readOnly}
              {...form.getInputProps('description')}
            />
          </SimpleGrid>
          <Input.Wrapper
            label="Policies"
            description="Every device of the package's sites gets all of them."
            error={form.errors['entries']}
          >
            <Box mt="xs">
              <PolicyPicker
                value={form.values.policyIds}
                onChange={(policyIds) => form.setFieldValue('policyIds', policyIds)}
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
                    title={`Save the package “${draft.name}”`}
                  />
                </Box>
              )}
              <Button variant="default" disabled={!form.isDirty()} onClick={form.reset}>
                Discard changes
              </Button>
              <Button type="submit" loading={form.submitting} disabled={!form.isDirty()}>
                Save
              </Button>
            </Group>
          )}
        </Stack>
      </Box>
    </form>
  );
}
