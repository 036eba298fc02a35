import { t } from '@lingui/core/macro';
import { Badge, Box, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ConfiguredSettings, PolicyType, SettingDefinition, SettingValue } from '../api/types';
import { FindSetting } from '../components/find-setting';
import { useNotExpressible } from '../providers/use-not-expressible';
import { SettingControl, settingId } from './setting-control';
import { POLICY_WORDS, byGroup, groupTitle, valueInWords, type SettingWords } from './setting-words';

interface SettingsFormProps {
  definitions: readonly SettingDefinition[];
  /** The groups of the policy type, with their titles. */
  groups?: PolicyType['groups'];
  settings: ConfiguredSettings;
  /** What is saved: what differs from it is marked, and can be looked at alone. */
  saved?: ConfiguredSettings;
  /** The key of the setting that somebody came for. */
  wanted?: string | undefined;
  onChange: (settings: ConfiguredSettings) => void;
  errors: Record<string, unknown>;
  /** How a setting is called that says nothing here, and one that does. */
  words?: SettingWords;
  readOnly?: boolean;
}

type Shown = 'all' | 'configured' | 'security' | 'changed';

/** Every setting the registry knows, group by group; the form is generated, so a new setting appears by itself. */
export function SettingsForm({
  definitions,
  groups,
  settings,
  saved = settings,
  wanted,
  onChange,
  errors,
  words = POLICY_WORDS,
  readOnly = false,
}: SettingsFormProps) {
  const [shown, setShown] = useState<Shown>('all');
  const [sought, setSought] = useState('');
  const notExpressible = useNotExpressible();
  useEffect(() => {
    if (wanted) document.getElementById(settingId(wanted))?.scrollIntoView({ block: 'center' });
  }, [wanted]);
  const changed = definitions.filter(({ key }) => settings[key] !== saved[key]);
  const change = (key: string, value: SettingValue | undefined) => {
    const { [key]: _, ...others } = settings;
    onChange(value === undefined ? others : { ...others, [key]: value });
  };
  const isShown = (definition: SettingDefinition) => {
    const { key, title, help, security } = definition;
    if (errors[`settings.${key}`]) return true;
    if (shown === 'configured' && !(key in settings)) return false;
    if (shown === 'changed' && settings[key] === saved[key]) return false;
    if (shown === 'security' && !security) return false;
    return `${title} ${help} ${key}`.toLowerCase().includes(sought.trim().toLowerCase());
  };
  const visible = byGroup(definitions.filter(isShown));
  return (
    <Stack gap="md">
      <Group gap="sm" justify="space-between">
        <FindSetting sought={sought} onSought={setSought} width={360} />
        <SegmentedControl
          size="xs"
          aria-label={t`Which settings are shown`}
          data={[
            { value: 'all', label: t`All` },
            { value: 'configured', label: `${words.present} (${Object.keys(settings).length})` },
            { value: 'security', label: t`Security` },
            ...(changed.length > 0 || shown === 'changed' ? [{ value: 'changed', label: t`Changed (${changed.length})` }] : []),
          ]}
          value={shown}
          onChange={(next) => setShown(next as Shown)}
        />
      </Group>
      {visible.length === 0 && (
        <Text size="sm" c="dimmed" ta="center" py="xl">
          {sought.trim() ? t`No setting is called “${sought.trim()}”.` : t`No setting here.`}
        </Text>
      )}
      {visible.map(([group, inGroup]) => {
        const configured = inGroup.filter(({ key }) => key in settings).length;
        return (
          <Box key={group} className="lk-card" component="section">
            <Group px="md" py="sm" justify="space-between">
              <Title order={2}>{groupTitle(group, groups)}</Title>
              {configured > 0 && (
                <Badge variant="light" tt="none">
                  {configured} {words.present.toLowerCase()}
                </Badge>
              )}
            </Group>
            {inGroup.map((definition) => (
              <SettingControl
                key={definition.key}
                definition={definition}
                value={settings[definition.key]}
                before={beforeInWords(definition, settings, saved, words)}
                isWanted={definition.key === wanted}
                onChange={(value) => change(definition.key, value)}
                error={errors[`settings.${definition.key}`] as string | undefined}
                words={words}
                readOnly={readOnly}
                notExpressibleOn={notExpressible.get(definition.key)}
              />
            ))}
          </Box>
        );
      })}
    </Stack>
  );
}

/** What is saved of a setting that differs from it by now. */
function beforeInWords(
  definition: SettingDefinition,
  settings: ConfiguredSettings,
  saved: ConfiguredSettings,
  { absent }: SettingWords,
): string | undefined {
  const before = saved[definition.key];
  if (settings[definition.key] === before) return undefined;
  return before === undefined ? absent : valueInWords(definition, before);
}
