import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Avatar, Badge, Box, Button, Group, Text, UnstyledButton } from '@mantine/core';
import { IconPlus, IconScreenShare, IconScreenShareOff, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { DataTableColumn } from 'mantine-datatable';
import { useMemo } from 'react';
import type { User } from '../api/types';
import { useRight } from '../app/me';
import { ROLE_NAMES } from '../app/rights';
import { EmptyState } from '../components/empty-state';
import { PageHeader } from '../components/page-header';
import { PlainTable } from '../components/plain-table';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { FACTOR_NAMES } from '../factors/passkeys';
import { scopeInWords } from './scope-words';
import { EditUser } from './edit-user';
import { usersQuery } from './user-queries';

/** Settings > Users: who may sign in, as what, for which sites, and whether with remote control. */
export function UsersPage() {
  const query = useQuery(usersQuery);
  const mayManage = useRight('users.manage');
  const { edit } = useSearch({ from: '/signed-in/shell/settings/users' });
  const navigate = useNavigate({ from: '/settings/users' });
  const editing = edit === 'new' ? 'new' : (query.data?.items.find(({ id }) => id === edit) ?? null);
  const columns = useMemo(() => columnsFor(({ id }) => void navigate({ search: { edit: id } })), [navigate]);
  return (
    <>
      <PageHeader
        path={[t`Settings`]}
        title={t`Users`}
        lead={t`A role says what somebody may do, the scope where; Log In needs Allow Remote Control Access besides.`}
        actions={
          mayManage && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => void navigate({ search: { edit: 'new' } })}>
              <Trans>Add User</Trans>
            </Button>
          )
        }
      />
      <Box className="lk-card">
        <QueryState query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={IconUsers} title={t`No users`} />
            ) : (
              <PlainTable records={items} columns={columns} />
            )
          }
        </QueryState>
      </Box>
      <EditUser user={editing} onClose={() => void navigate({ search: {} })} />
    </>
  );
}

function columnsFor(onEdit: (user: User) => void): DataTableColumn<User>[] {
  return [
    {
      accessor: 'name',
      title: t`Name`,
      render: (user) => (
        <UnstyledButton onClick={() => onEdit(user)} aria-label={t`Edit ${user.name}`} w="100%">
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
                <Trans>Disabled</Trans>
              </Badge>
            )}
          </Group>
        </UnstyledButton>
      ),
    },
    {
      accessor: 'role',
      title: t`Role`,
      width: 170,
      render: ({ role }) => ROLE_NAMES[role],
      visibleMediaQuery: '(min-width: 48em)',
    },
    {
      accessor: 'allowRemoteControl',
      title: t`Remote control`,
      width: 150,
      render: (user) => <RemoteControlMark user={user} />,
      visibleMediaQuery: '(min-width: 48em)',
    },
    {
      accessor: 'factors',
      title: t`Second factor`,
      width: 160,
      render: ({ factors, singleSignOn }) =>
        [...factors.map((kind) => FACTOR_NAMES[kind]), ...(singleSignOn ? [t`Single sign-on`] : [])].join(', ') || t`None`,
      visibleMediaQuery: '(min-width: 75em)',
    },
    {
      accessor: 'scope',
      title: t`Scope`,
      width: 190,
      render: (user) => scopeInWords(user),
      visibleMediaQuery: '(min-width: 62em)',
    },
    {
      accessor: 'lastSignInAt',
      title: t`Last sign-in`,
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
      <Text size="sm">{allowRemoteControl ? t`Allowed` : t`Off`}</Text>
    </Group>
  );
}
