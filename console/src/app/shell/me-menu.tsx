import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Avatar, Badge, Box, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconKey, IconKeyboard, IconLogout, IconRocket, IconUserShield } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { answer, api } from '../../api/client';
import { useMe } from '../me';
import { hasRight, ROLE_NAMES } from '../rights';
import { openChangePassword, openKeyboardSheet } from './open-dialogs';

/** Who is signed in, and the way out. */
export function MeMenu() {
  const me = useMe();
  const navigate = useNavigate();
  const client = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/auth/logout')),
    onSuccess: async () => {
      await navigate({ to: '/sign-in' });
      client.clear();
    },
  });
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <UnstyledButton aria-label={t`${me.name}, account`} ml={4}>
          <Avatar name={me.name} size={32} radius="xl" color="latch" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Box px="sm" py="xs">
          <Text fw={600} size="sm">
            {me.name}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {me.email}
          </Text>
          <Badge variant="light" size="sm" mt={6} tt="none">
            {ROLE_NAMES[me.role]}
          </Badge>
          {!me.allowRemoteControl && (
            <Text size="xs" c="dimmed" mt={6}>
              <Trans>Allow Remote Control Access is off for you, so Log In is disabled.</Trans>
            </Text>
          )}
        </Box>
        <Menu.Divider />
        <Menu.Item leftSection={<IconUserShield size={16} stroke={1.7} />} component={Link} to="/account">
          <Trans>Your account</Trans>
        </Menu.Item>
        <Menu.Item leftSection={<IconKey size={16} stroke={1.7} />} onClick={() => void openChangePassword()}>
          <Trans>Change password</Trans>
        </Menu.Item>
        {hasRight(me, 'sites.change', 'policies.change') && (
          <Menu.Item leftSection={<IconRocket size={16} stroke={1.7} />} component={Link} to="/first-run">
            <Trans>Getting started</Trans>
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconKeyboard size={16} stroke={1.7} />} onClick={() => void openKeyboardSheet()}>
          <Trans>Keyboard</Trans>
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.7} />} onClick={() => signOut.mutate()}>
          <Trans>Sign out</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
