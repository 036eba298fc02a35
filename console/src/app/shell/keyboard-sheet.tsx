import { Group, Kbd, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';

const KEYS: readonly [string, string][] = [
  ['Ctrl K', 'Go to a device, a site or a page'],
  ['/', 'Search on this page'],
  ['Tab', 'To the next control; on a Log In icon, into its card'],
  ['Enter', 'Open'],
  ['Esc', 'Close what is open'],
];

/** Lists the keys of the console. */
export function openKeyboardSheet(): void {
  modals.open({
    title: 'Keyboard',
    children: (
      <Stack gap="xs">
        {KEYS.map(([key, what]) => (
          <Group key={key} justify="space-between" wrap="nowrap">
            <Text size="sm">{what}</Text>
            <Kbd>{key}</Kbd>
          </Group>
        ))}
      </Stack>
    ),
  });
}
