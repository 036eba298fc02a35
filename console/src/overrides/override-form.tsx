import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, Select, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { showProblemInForm } from '../api/show-problem';
import type { ConfiguredSettings, SettingDefinition } from '../api/types';
import { ExpiryField } from '../components/expiry-field';
import { ReasonField, reasonGiven } from '../components/reason-field';
import { SettingControl } from '../policies/setting-control';
import { GROUP_TITLES, byGroup, valueInWords } from '../policies/setting-words';
import { useSaveOverride, type OverrideDraft } from './override-queries';

interface OverrideFormProps {
  deviceId: string;
  etag: string | null;
  initial: OverrideDraft;
  definitions: readonly SettingDefinition[];
  /** What holds for the device without an override. */
  without: ConfiguredSettings;
  onDone: () => void;
}

/** Sparse settings for one device: only what is picked here differs from its policies. */
export function OverrideForm({ deviceId, etag, initial, definitions, without, onDone }: OverrideFormProps) {
  const save = useSaveOverride(deviceId, etag);
  const form = useForm<OverrideDraft>({
    initialValues: initial,
    validate: {
      reason: reasonGiven,
      settings: (settings) => (Object.keys(settings).length > 0 ? null : t`Pick at least one setting.`),
    },
  });
  const { settings } = form.values;
  const change = (key: string, value: ConfiguredSettings[string] | undefined) => {
    const { [key]: _, ...others } = settings;
    form.setFieldValue('settings', value === undefined ? others : { ...others, [key]: value });
    form.clearFieldError(`settings.${key}`);
  };
  const submit = form.onSubmit(async (draft) => {
    try {
      const { state } = await save.mutateAsync({ ...draft, reason: draft.reason.trim() });
      if (state === 'done') onDone();
    } catch (error) {
      showProblemInForm(error, form);
    }
  });
  const picked = definitions.filter(({ key }) => key in settings);
  const left = byGroup(definitions.filter(({ key }) => !(key in settings)));
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {picked.length > 0 && (
          <Box className="lk-card" component="section" aria-label={t`Overridden settings`}>
            {picked.map((definition) => (
              <SettingControl
                key={definition.key}
                definition={definition}
                value={settings[definition.key]}
                onChange={(value) => change(definition.key, value)}
                error={form.errors[`settings.${definition.key}`] as string | undefined}
                words={{ absent: t`As policies say`, present: t`Overridden` }}
                note={t`Without the override: ${inWords(definition, without)}.`}
              />
            ))}
          </Box>
        )}
        <Select
          label={t`Override a setting`}
          placeholder={t`Pick a setting`}
          searchable
          data={left.map(([group, inGroup]) => ({
            group: GROUP_TITLES[group] ?? group,
            items: inGroup.map(({ key, title }) => ({ value: key, label: title })),
          }))}
          value={null}
          onChange={(key) => {
            const definition = definitions.find((each) => each.key === key);
            if (definition) change(definition.key, without[definition.key] ?? definition.default);
          }}
          error={form.errors['settings']}
        />
        <ReasonField {...form.getInputProps('reason')} />
        <ExpiryField {...form.getInputProps('expiresAt')} />
        <Text size="xs" c="dimmed">
          <Trans>A security setting may be looser than the policies only by a Super Admin, and for at most 30 days. Stricter
          always works.</Trans>
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={form.submitting}>
            <Trans>Save override</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function inWords(definition: SettingDefinition, without: ConfiguredSettings): string {
  return valueInWords(definition, without[definition.key] ?? definition.default);
}
