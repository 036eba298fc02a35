import { Avatar, Badge, Box, Button, Group, Text, UnstyledButton } from '@mantine/core';
import { IconPlus, IconScreenShare, IconScreenShareOff, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { DataTableColumn } from 'mantine-datatable';
import { useMemo, useState } from 'react';
import type { User } from '../api/types';
import { useRight } from '../app/me';
import { ROLE_NAMES } from '../app/rights';
import { EmptyState } from '../components/empty-state';
import { PageHeader } from '../components/page-header';
import { PlainTable } from '../components/plain-table';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { scopeInWords } from './scope-words';
import { EditUser } from './edit-user';
import { usersQuery } from './user-queries';

/** Settings > Users: who may sign in, as what, for which sites, and whether with remote control. */
export function UsersPage() {
  const query = useQuery(usersQuery);
  const mayManage = useRight('users.manage');
  const [editing, setEditing] = useState<User | 'new' | null>(null);
  const columns = useMemo(() => columnsFor(setEditing), []);
  return (
    <>
      <PageHeader
        path={['Settings']}
        title="Users"
        lead="A role says what somebody may do, the scope where; Log In needs Allow Remote Control Access besides."
        actions={
          mayManage && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
              Add User
            </Button>
          )
        }
      />
      <Box className="lk-card">
        <QueryState query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={IconUsers} title="No users" />
            ) : (
              <PlainTable records={items} columns={columns} />
            )
          }
        </QueryState>
      </Box>
      <EditUser user={editing} onClose={() => setEditing(null)} />
    </>
  );
}

function columnsFor(onEdit: (user: User) => void): DataTableColumn<User>[] {
  return [
    {
      accessor: 'name',
      title: 'Name',
      render: (user) => (
        <UnstyledButton onClick={() => onEdit(user)} aria-label={`Edit ${user.name}`} w="100%">
          <Group gap="sm" wrap="nowrap">
            <Avatar name={user.name} size={32} radius="xl" color={user.disabled ? 'gray' : 'latch'} />
            <Box miw={0}>
              <Text size="sm" fw={600} truncate>
                {user.name}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {user.email}
              </Text>
              <Text size="xs" hiddenFrom="sm">
                {ROLE_NAMES[user.role]}
              </Text>
            </Box>
            {user.disabled && (
              <Badge size="sm" color="gray" variant="light" tt="none">
                Disabled
              </Badge>
            )}
          </Group>
        </UnstyledButton>
      ),
    },
    {
      accessor: 'role',
      title: 'Role',
      width: 170,
      render: ({ role }) => ROLE_NAMES[role],
      visibleMediaQuery: '(min-width: 48em)',
    },
    {
      accessor: 'allowRemoteControl',
      title: 'Remote control',
      width: 150,
      render: (user) => <RemoteControlMark user={user} />,
      visibleMediaQuery: '(min-width: 48em)',
    },
    {
      accessor: 'scope',
      title: 'Scope',
      width: 190,
      render: (user) => scopeInWords(user),
      visibleMediaQuery: '(min-width: 62em)',
    },
    {
      accessor: 'lastSignInAt',
      title: 'Last sign-in',
      width: 120,
      render: ({ lastSignInAt }) => <RelativeTime at={lastSignInAt} />,
      visibleMediaQuery: '(min-width: 62em)',
    },
  ];
}

function RemoteControlMark({ user: { allowRemoteControl } }: { user: User }) {
  const MarkIcon = allowRemoteControl ? IconScreenShare : IconScreenShareOff;
  return (
    <Group gap={6} wrap="nowrap" c={allowRemoteControl ? undefined : 'dimmed'}>
      <MarkIcon size={16} stroke={1.7} aria-hidden />
      <Text size="sm">{allowRemoteControl ? 'Allowed' : 'Off'}</Text>
    </Group>
  );
}
