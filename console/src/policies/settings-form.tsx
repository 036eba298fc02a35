import { Badge, Box, Group, Stack, Title } from '@mantine/core';
import type { ConfiguredSettings, SettingDefinition, SettingValue } from '../api/types';
import { SettingControl } from './setting-control';
import { GROUP_TITLES, POLICY_WORDS, byGroup, type SettingWords } from './setting-words';

interface SettingsFormProps {
  definitions: readonly SettingDefinition[];
  settings: ConfiguredSettings;
  onChange: (settings: ConfiguredSettings) => void;
  errors: Record<string, unknown>;
  /** How a setting is called that says nothing here, and one that does. */
  words?: SettingWords;
  readOnly?: boolean;
}

/** Every setting the registry knows, group by group; the form is generated, so a new setting appears by itself. */
export function SettingsForm({
  definitions,
  settings,
  onChange,
  errors,
  words = POLICY_WORDS,
  readOnly = false,
}: SettingsFormProps) {
  const change = (key: string, value: SettingValue | undefined) => {
    const { [key]: _, ...others } = settings;
    onChange(value === undefined ? others : { ...others, [key]: value });
  };
  return (
    <Stack gap="md">
      {byGroup(definitions).map(([group, inGroup]) => {
        const configured = inGroup.filter(({ key }) => key in settings).length;
        return (
          <Box key={group} className="lk-card" component="section">
            <Group px="md" py="sm" justify="space-between">
              <Title order={2}>{GROUP_TITLES[group] ?? group}</Title>
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
