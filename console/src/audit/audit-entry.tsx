import { Box, Group, Text, UnstyledButton } from '@mantine/core';
import { IconRobot, IconServerCog, IconUser, type Icon } from '@tabler/icons-react';
import type { AuditEntry } from '../api/types';
import { RelativeTime } from '../components/relative-time';
import { actionInWords } from './action-words';
import { AuditChanges } from './audit-changes';
import classes from './audit-page.module.css';

export const ACTOR_ICONS: Record<string, Icon> = { operator: IconUser, device: IconRobot, system: IconServerCog };

interface EntryRowProps {
  entry: AuditEntry;
  onOpen: (id: string) => void;
}

/** One line of the log; the whole of it opens the entry. */
export function EntryRow({ entry, onOpen }: EntryRowProps) {
  const ActorIcon = ACTOR_ICONS[entry.actorKind] ?? IconUser;
  return (
    <Box component="li" className={classes.entry}>
      <RelativeTime at={entry.at} size="sm" c="dimmed" />
      <Group gap={6} wrap="nowrap" miw={0}>
        <ActorIcon size={15} stroke={1.7} aria-label={entry.actorKind} style={{ flex: 'none' }} />
        <Text size="sm" truncate>
          {entry.actorName}
        </Text>
      </Group>
      <Box miw={0}>
        <UnstyledButton className={classes.open} onClick={() => onOpen(entry.id)}>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {actionInWords(entry.action)}{' '}
            <Text span size="sm" fw={600}>
              {entry.subjectName}
            </Text>
          </Text>
        </UnstyledButton>
        <AuditChanges changes={entry.changes} />
      </Box>
    </Box>
  );
}
