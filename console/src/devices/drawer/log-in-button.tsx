import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Menu, Text } from '@mantine/core';
import { IconChevronDown, IconScreenShare, IconScreenShareOff } from '@tabler/icons-react';
import type { Device } from '../../api/types';
import { useTitleOf } from '../../catalogue/catalogue-query';
import { MODE_NAMES, launchingPath, modeChoices, preferredMode } from '../log-in';

/** Log In with its three modes; what cannot be opened says why. */
export function LogInButton({ device }: { device: Device }) {
  const titleOf = useTitleOf();
  const usable = preferredMode(device) !== null;
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Button
          size="xs"
          variant={usable ? 'filled' : 'default'}
          leftSection={usable ? <IconScreenShare size={16} /> : <IconScreenShareOff size={16} />}
          rightSection={<IconChevronDown size={14} />}
        >
          <Trans>Log In</Trans>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {!device.launchability.allowed && (
          <Menu.Label>
            <Text size="xs" fw={600} c="var(--mantine-color-text)">
              {device.launchability.title}
            </Text>
            <Text size="xs">{device.launchability.detail}</Text>
          </Menu.Label>
        )}
        {modeChoices(device).map(({ mode, usable: open, code }) =>
          open ? (
            <Menu.Item key={mode} component="a" href={launchingPath(device.id, mode)} target="_blank" rel="noopener">
              {MODE_NAMES[mode]}
            </Menu.Item>
          ) : (
            <Menu.Item key={mode} data-disabled aria-disabled closeMenuOnClick={false}>
              {MODE_NAMES[mode]}
              <Text size="xs" c="dimmed">
                {titleOf(code) ?? t`Not available`} {code && `(${code})`}
              </Text>
            </Menu.Item>
          ),
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
