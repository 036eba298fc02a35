import { t } from '@lingui/core/macro';
import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { approvalsQuery } from './approval-queries';

/** How many requests wait that the person at the screen can decide; nothing while there are none. */
export function WaitingCount() {
  const waiting = useQuery(approvalsQuery({ state: 'waiting' }));
  const count = waiting.data?.items.filter(({ canDecide }) => canDecide).length ?? 0;
  if (count === 0) return null;
  return (
    <Badge size="sm" ml="auto" variant="filled" aria-label={t`${count} to decide`}>
      {count}
    </Badge>
  );
}
