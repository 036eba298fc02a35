import { Group, Text } from '@mantine/core';
import { IconBrandApple, IconBrandWindows, IconDeviceDesktop, IconTerminal2, type Icon } from '@tabler/icons-react';
import type { OperatingSystem } from '../api/types';

const SYSTEMS: Record<string, { icon: Icon; name: string }> = {
  windows: { icon: IconBrandWindows, name: 'Windows' },
  macos: { icon: IconBrandApple, name: 'macOS' },
  linux: { icon: IconTerminal2, name: 'Linux' },
};

/** The systems that devices have, as choices. */
export const OS_CHOICES: { value: OperatingSystem; label: string }[] = [
  { value: 'windows', label: 'Windows' },
  { value: 'macos', label: 'macOS' },
  { value: 'linux', label: 'Linux' },
];

/** The operating system as icon and words. */
export function OsName({ os, version }: { os: string; version?: string }) {
  const { icon: OsIcon, name } = SYSTEMS[os] ?? { icon: IconDeviceDesktop, name: os };
  // Most versions name their product ("Debian GNU/Linux 12"); a bare number needs the name of the system.
  const text = version && /^\p{L}/u.test(version) ? version : [name, version].filter(Boolean).join(' ');
  return (
    <Group gap={6} wrap="nowrap">
      <OsIcon size={16} stroke={1.6} aria-hidden style={{ flex: 'none' }} />
      <Text size="sm" truncate title={text}>
        {text}
      </Text>
    </Group>
  );
}
