import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState, type ReactNode } from 'react';
import { DeviceFilterError, FILTER_KEYS, tryDeviceFilter } from '../../../contracts/device-filter';
import { showProblemInForm } from '../api/show-problem';
import { FilterBox } from '../device-filter/filter-box';
import { FilterMistake, isStillWriting } from '../device-filter/filter-mistake';
import { GroupPreview } from './group-preview';
import type { GroupDraft } from './group-queries';

const KEYS = FILTER_KEYS.filter(({ inGroups }) => inGroups).map(({ key }) => `${key}:`);

interface GroupFormProps {
  initial: GroupDraft;
  clientId: string | null;
  /** Whom a new group is for; fixed afterwards. */
  owner?: ReactNode;
  /** Rejects with the refusal of the server, which the form shows next to its fields. */
  onSave: (draft: GroupDraft) => Promise<unknown>;
  readOnly?: boolean;
}

/** Name and filter of a group, and the computers it means now. */
export function GroupForm({ initial, clientId, owner, onSave, readOnly = false }: GroupFormProps) {
  const [left, setLeft] = useState(true);
  const form = useForm<GroupDraft>({
    initialValues: initial,
    validate: {
      name: (name) => (name.trim() ? null : t`A group needs a name.`),
      // The mistake itself is shown with its place.
      filter: (filter) => tryDeviceFilter(filter, 'group') instanceof DeviceFilterError,
    },
  });
  const { filter } = form.values;
  const read = tryDeviceFilter(filter, 'group');
  const untouched = filter.trim() === '' && !form.errors['filter'];
  const mistake =
    read instanceof DeviceFilterError && !untouched && (left || !isStillWriting(filter, read)) ? read : null;
  const submit = form.onSubmit(
    async (draft) => {
      try {
        await onSave({ ...draft, name: draft.name.trim() });
      } catch (error) {
        showProblemInForm(error, form);
      }
    },
    () => setLeft(true),
  );
  return (
    <form onSubmit={submit}>
      <Stack gap="md" maw={980}>
        <Box className="lk-card" p="md">
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
              {owner}
            </SimpleGrid>
            <FilterBox
              use="group"
              label={t`Which computers`}
              description={
                <>
                  <Trans>All of it must hold; a comma means or, a minus means not, <span className="lk-code">*</span> stands
                  for any text. There is <span className="lk-code">{KEYS.join(' ')}</span></Trans>
                </>
              }
              placeholder="os:windows type:server,virtual -tag:test"
              required
              readOnly={readOnly}
              classNames={{ input: 'lk-code' }}
              value={filter}
              onChange={(text) => form.setFieldValue('filter', text)}
              onFocus={() => setLeft(false)}
              onBlur={() => setLeft(true)}
              error={mistake ? <FilterMistake text={filter} mistake={mistake} /> : words(form.errors['filter'])}
            />
            {!readOnly && (
              <Group justify="flex-end">
                <Button variant="default" disabled={!form.isDirty()} onClick={form.reset}>
                  <Trans>Discard changes</Trans>
                </Button>
                <Button type="submit" loading={form.submitting} disabled={!form.isDirty() && initial.name !== ''}>
                  <Trans>Save</Trans>
                </Button>
              </Group>
            )}
          </Stack>
        </Box>
        {read instanceof DeviceFilterError ? (
          <Text size="sm" c="dimmed">
            <Trans>As soon as the filter can be read, the computers it means are shown here.</Trans>
          </Text>
        ) : (
          <GroupPreview filter={filter} clientId={clientId} />
        )}
      </Stack>
    </form>
  );
}

/** The form marks a filter that cannot be read by `true`; what the server refuses comes in words. */
function words(error: ReactNode): ReactNode {
  return typeof error === 'boolean' ? undefined : error;
}
