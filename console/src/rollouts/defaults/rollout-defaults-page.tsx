import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Box, Button, Fieldset, Group, NumberInput, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Tagged } from '../../api/client';
import { asProblem } from '../../api/problem';
import { showProblem } from '../../api/show-problem';
import type { RolloutDefaults } from '../../api/types';
import { useRight } from '../../app/me';
import { PageHeader } from '../../components/page-header';
import { QueryState } from '../../components/query-state';
import { NIGHTS } from '../../plans/rollout-draft';
import { WindowFields } from '../../plans/window-fields';
import { type DefaultsDraft, defaultsOf, draftOf, refusals } from './defaults-draft';
import { rolloutDefaultsQuery, useSaveRolloutDefaults } from './defaults-queries';

/** How large changes go through the fleet unless somebody says otherwise, and who has to agree. */
export function RolloutDefaultsPage() {
  const defaults = useQuery(rolloutDefaultsQuery);
  return (
    <>
      <PageHeader
        path={[t`Settings`]}
        title={t`Large changes`}
        lead={t`A change of more than 50 devices and 5 % of the fleet shows its plan, is confirmed by its number and goes in waves.`}
      />
      <QueryState query={defaults}>{(tagged) => <DefaultsForm key={tagged.etag} tagged={tagged} />}</QueryState>
    </>
  );
}

function DefaultsForm({ tagged }: { tagged: Tagged<RolloutDefaults> }) {
  const mayChange = useRight('security.manage');
  const save = useSaveRolloutDefaults(tagged.etag);
  const form = useForm<DefaultsDraft>({ initialValues: draftOf(tagged.value), validate: refusals });
  const submit = form.onSubmit(async (draft) => {
    await save.mutateAsync(defaultsOf(draft)).catch((error: unknown) => showProblem(asProblem(error)));
  });
  const { window } = form.values;
  return (
    <Box component="form" onSubmit={submit} maw={720}>
      {!mayChange && (
        <Alert variant="light" mb="md" icon={<IconLock size={18} />} title={t`Only Super Admins change these rules`}>
          <Trans>You can read here how large changes go.</Trans>
        </Alert>
      )}
      <Stack gap="lg">
        <Fieldset legend={t`Who agrees`} disabled={!mayChange}>
          <Switch
            label={t`A second person has to approve`}
            description={t`Somebody else who reaches all that would change, and who did not get his account or rights from the author within a day.`}
            {...form.getInputProps('needsSecondPerson', { type: 'checkbox' })}
          />
        </Fieldset>
        <Fieldset legend={t`How it goes`} disabled={!mayChange}>
          <Stack gap="md">
            <TextInput
              label={t`Waves`}
              description={t`Devices or percentages of all, counted from the first; the last wave is everybody.`}
              {...form.getInputProps('waves')}
            />
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              <NumberInput
                label={t`Watch each wave for`}
                suffix={t` min`}
                min={0}
                max={10_080}
                {...form.getInputProps('soakMinutes')}
              />
              <NumberInput
                label={t`Devices a minute, at most`}
                placeholder={t`No cap`}
                min={1}
                max={1_000_000}
                allowDecimal={false}
                {...form.getInputProps('ratePerMinute')}
              />
            </SimpleGrid>
            <Switch
              label={t`Only in a maintenance window`}
              description={t`In the time zone of each site.`}
              checked={window !== null}
              onChange={(event) => form.setFieldValue('window', event.currentTarget.checked ? NIGHTS : null)}
            />
            {window && <WindowFields window={window} onChange={(next) => form.setFieldValue('window', next)} />}
          </Stack>
        </Fieldset>
        {mayChange && (
          <Group justify="flex-end">
            <Button variant="default" disabled={!form.isDirty()} onClick={form.reset}>
              <Trans>Discard changes</Trans>
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
              <Trans>Save</Trans>
            </Button>
          </Group>
        )}
      </Stack>
    </Box>
  );
}
