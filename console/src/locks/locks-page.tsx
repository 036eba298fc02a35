import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Box, Button, Group } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Tagged } from '../api/client';
import { asProblem, fieldErrors } from '../api/problem';
import { showProblem } from '../api/show-problem';
import type { ConfiguredSettings, SettingDefinition } from '../api/types';
import { useRight } from '../app/me';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { useUnsavedChanges } from '../components/unsaved-changes';
import { ImpactLine } from '../plans/impact-line';
import { policyTypesQuery } from '../policies/policy-queries';
import { SettingsForm } from '../policies/settings-form';
import { policyLocksQuery, saveLocks, useSaveLocks } from './lock-queries';

/** What holds for every device of the installation, whatever policies and overrides say. */
export function LocksPage() {
  const locks = useQuery(policyLocksQuery);
  const types = useQuery(policyTypesQuery);
  const definitions = types.data?.items.find(({ type }) => type === 'remote-access')?.settings;
  return (
    <>
      <PageHeader
        path={[t`Settings`]}
        title={t`Locks`}
        lead={t`A locked setting holds on every device, above all policies and overrides. Security settings take the stricter of the lock and what policies say.`}
      />
      <QueryState query={locks}>
        {(tagged) => definitions && <LocksForm key={tagged.etag} tagged={tagged} definitions={definitions} />}
      </QueryState>
    </>
  );
}

function LocksForm({ tagged, definitions }: { tagged: Tagged<ConfiguredSettings>; definitions: SettingDefinition[] }) {
  const mayChange = useRight('security.manage');
  const save = useSaveLocks(tagged.etag);
  const form = useForm<{ settings: ConfiguredSettings }>({ initialValues: { settings: tagged.value } });
  useUnsavedChanges(form.isDirty() && !form.submitting);
  const submit = form.onSubmit(async ({ settings }) => {
    try {
      await save.mutateAsync(settings);
    } catch (error) {
      const problem = asProblem(error);
      const refused = Object.entries(fieldErrors(problem)).map(([key, words]) => [`settings.${key}`, words]);
      if (refused.length > 0) form.setErrors(Object.fromEntries(refused));
      else showProblem(problem);
    }
  });
  return (
    <form onSubmit={submit}>
      <Box maw={980} pb={72}>
        {!mayChange && (
          <Alert variant="light" mb="md" icon={<IconLock size={18} />} title={t`Only Super Admins change locks`}>
            <Trans>You can read here what is locked.</Trans>
          </Alert>
        )}
        <SettingsForm
          definitions={definitions}
          settings={form.values.settings}
          saved={tagged.value}
          onChange={(settings) => form.setFieldValue('settings', settings)}
          errors={form.errors}
          words={{ absent: t`Not locked`, present: t`Locked` }}
          readOnly={!mayChange}
        />
      </Box>
      {mayChange && (
        <Box pos="sticky" bottom={0} py="sm" bg="var(--lk-canvas)" style={{ zIndex: 3 }} maw={980}>
          <Group justify="flex-end">
            {form.isDirty() && (
              <Box mr="auto">
                <ImpactLine
                  change={['locks', tagged.etag, form.values.settings]}
                  request={saveLocks(tagged.etag, form.values.settings)}
                  title={t`Save the locks of the installation`}
                />
              </Box>
            )}
            <Button variant="default" disabled={!form.isDirty()} onClick={form.reset}>
              <Trans>Discard changes</Trans>
            </Button>
            <Button type="submit" loading={form.submitting} disabled={!form.isDirty()}>
              <Trans>Save locks</Trans>
            </Button>
          </Group>
        </Box>
      )}
    </form>
  );
}
