import { Badge, Box, Group, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { ConfiguredSettings, PolicyType, SettingDefinition, SettingValue } from '../api/types';
import { SettingControl } from './setting-control';
import { POLICY_WORDS, byGroup, groupTitle, type SettingWords } from './setting-words';

interface SettingsFormProps {
  definitions: readonly SettingDefinition[];
  /** The groups of the policy type, with their titles. */
  groups?: PolicyType['groups'];
  settings: ConfiguredSettings;
  onChange: (settings: ConfiguredSettings) => void;
  errors: Record<string, unknown>;
  /** How a setting is called that says nothing here, and one that does. */
  words?: SettingWords;
  readOnly?: boolean;
}

type Shown = 'all' | 'configured' | 'security';

/** Every setting the registry knows, group by group; the form is generated, so a new setting appears by itself. */
export function SettingsForm({
  definitions,
  groups,
  settings,
  onChange,
  errors,
  words = POLICY_WORDS,
  readOnly = false,
}: SettingsFormProps) {
  const [shown, setShown] = useState<Shown>('all');
  const [sought, setSought] = useState('');
  const change = (key: string, value: SettingValue | undefined) => {
    const { [key]: _, ...others } = settings;
    onChange(value === undefined ? others : { ...others, [key]: value });
  };
  const isShown = (definition: SettingDefinition) => {
    const { key, title, help, security } = definition;
    if (errors[`settings.${key}`]) return true;
    if (shown === 'configured' && !(key in settings)) return false;
    if (shown === 'security' && !security) return false;
    return `${title} ${help} ${key}`.toLowerCase().includes(sought.trim().toLowerCase());
  };
  const visible = byGroup(definitions.filter(isShown));
  return (
    <Stack gap="md">
      <Group gap="sm" justify="space-between">
        <TextInput
          size="xs"
          flex="1 1 220px"
          maw={360}
          aria-label="Find a setting"
          placeholder="Find a setting"
          leftSection={<IconSearch size={14} />}
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
          // Enter would save the policy.
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
        <SegmentedControl
          size="xs"
          aria-label="Which settings are shown"
          data={[
            { value: 'all', label: 'All' },
            { value: 'configured', label: `${words.present} (${Object.keys(settings).length})` },
            { value: 'security', label: 'Security' },
          ]}
          value={shown}
          onChange={(next) => setShown(next as Shown)}
        />
      </Group>
      {visible.length === 0 && (
        <Text size="sm" c="dimmed" ta="center" py="xl">
          No setting here.
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
                onChange={(value) => change(definition.key, value)}
                error={errors[`settings.${definition.key}`] as string | undefined}
                words={words}
                readOnly={readOnly}
              />
            ))}
          </Box>
        );
      })}
    </Stack>
  );
}
