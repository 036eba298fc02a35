import { Avatar, Badge, Box, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconKey, IconKeyboard, IconLogout } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { answer, api } from '../../api/client';
import { openChangePassword } from './change-password';
import { openKeyboardSheet } from './keyboard-sheet';
import { useMe } from '../me';
import { ROLE_NAMES } from '../rights';

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
        <UnstyledButton aria-label={`${me.name}, account`} ml={4}>
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
              Allow Remote Control Access is off for you, so Log In is disabled.
            </Text>
          )}
        </Box>
        <Menu.Divider />
        <Menu.Item leftSection={<IconKey size={16} stroke={1.7} />} onClick={openChangePassword}>
          Change password
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} stroke={1.7} />} onClick={openKeyboardSheet}>
          Keyboard
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.7} />} onClick={() => signOut.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
