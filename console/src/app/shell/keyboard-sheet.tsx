import { t } from '@lingui/core/macro';
import { Group, Kbd, Stack, Switch, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useChangeListSettings, useListSettings } from '../../devices/list-settings';

const KEYS: readonly [string, string][] = [
  [t`Ctrl K`, t`Go to anything that has a name, or do something`],
  [t`Tab`, t`To the next control; on a Log In icon, into its card`],
  [t`Enter`, t`Open`],
  [t`Esc`, t`Close what is open`],
];

const SINGLE_KEYS: readonly [string, string][] = [
  ['/', t`Search on this page`],
  ['j  k', t`To the next and to the previous computer`],
  ['x', t`Select the computer; with Shift, all up to it`],
  ['?', t`This sheet`],
];

/** Lists the keys of the console. */
export function openKeyboardSheet(): void {
  modals.open({ title: t`Keyboard`, children: <KeyboardSheet /> });
}

function KeyboardSheet() {
  const { settings } = useListSettings();
  const change = useChangeListSettings();
  return (
    <Stack gap="xs">
      {KEYS.map(([key, what]) => (
        <Key key={key} name={key} what={what} />
      ))}
      <Switch
        mt="sm"
        label={t`Single keys`}
        description={t`Off for whoever speaks to the computer or types into other programs.`}
        checked={settings.singleKeys}
        onChange={(event) => change.mutate({ singleKeys: event.currentTarget.checked })}
      />
      {settings.singleKeys && SINGLE_KEYS.map(([key, what]) => <Key key={key} name={key} what={what} />)}
    </Stack>
  );
}

function Key({ name, what }: { name: string; what: string }) {
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">{what}</Text>
      <Kbd>{name}</Kbd>
    </Group>
  );
}
