import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ActionIcon, Box, Button, Group, Indicator, Popover, ScrollArea, Stack, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBell, IconBellOff } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { ToldNotification } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { inboxQuery, useMarkRead } from './inbox-queries';

const MOST_COUNTED = 99;

/** How much the person at the screen has not read, and what. */
export function Bell() {
  const inbox = useQuery(inboxQuery);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const [opened, popover] = useDisclosure();
  const markRead = useMarkRead();
  const unread = inbox.data?.unread ?? 0;
  const { close } = popover;
  const client = useQueryClient();
  useEffect(() => {
    close();
    void client.prefetchQuery(inboxQuery);
  }, [path, close, client]);
  const name = unread === 0 ? t`Notifications` : unread > MOST_COUNTED ? t`Notifications, more than ${MOST_COUNTED} unread` : t`Notifications, ${unread} unread`;
  return (
    <Popover opened={opened} onChange={(open) => !open && popover.close()} position="bottom-end" width={360} shadow="md" trapFocus returnFocus>
      <Indicator label={unread > MOST_COUNTED ? `${MOST_COUNTED}+` : unread} disabled={unread === 0} size={16} offset={5} color="red.8">
        <Popover.Target>
          <ActionIcon variant="subtle" color="gray" size={36} aria-label={name} onClick={popover.toggle}>
            <IconBell size={18} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} aria-label={t`Notifications`}>
        <Group justify="space-between" px="md" py="xs">
          <Text fw={600} size="sm">
            <Trans>Notifications</Trans>
          </Text>
          <Button size="compact-xs" variant="subtle" disabled={unread === 0} loading={markRead.isPending} onClick={() => markRead.mutate({ all: true })}>
            <Trans>Mark all as read</Trans>
          </Button>
        </Group>
        <ScrollArea.Autosize mah={420} type="auto">
          <QueryState query={inbox} compact>
            {({ items }) =>
              items.length === 0 ? (
                <EmptyState icon={IconBellOff} title={t`Nothing to tell`} compact />
              ) : (
                <Stack gap={0}>
                  {items.map((item) => (
                    <Item key={item.id} item={item} onOpen={() => !item.isRead && markRead.mutate({ ids: [item.id] })} />
                  ))}
                </Stack>
              )
            }
          </QueryState>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}

function Item({ item, onOpen }: { item: ToldNotification; onOpen: () => void }) {
  const router = useRouter();
  const open = () => {
    onOpen();
    router.history.push(item.path);
  };
  return (
    <UnstyledButton onClick={open} px="md" py="xs" style={{ borderTop: '1px solid var(--lk-line)' }}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm" fw={item.isRead ? 400 : 600}>
          {item.title}
        </Text>
        <RelativeTime at={item.occurredAt} size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }} />
      </Group>
      <Box>
        {item.lines.slice(0, 2).map((line, index) => (
          <Text size="xs" c="dimmed" lineClamp={2} key={index}>
            {line}
          </Text>
        ))}
      </Box>
    </UnstyledButton>
  );
}
