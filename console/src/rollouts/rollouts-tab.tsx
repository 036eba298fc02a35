import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Group, NativeSelect, Text } from '@mantine/core';
import { IconStairsUp } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { EmptyState } from '../components/empty-state';
import { PagesFooter } from '../components/pages-footer';
import { QueryState } from '../components/query-state';
import { useCursorTrail } from '../components/use-cursor-trail';
import { RolloutList } from './rollout-list';
import { rolloutsQuery } from './rollout-queries';
import { rolloutsSearch } from './rollout-search';

const STATES = [
  { value: '', label: t`All rollouts` },
  { value: 'running', label: t`Running` },
  { value: 'paused', label: t`Paused` },
  { value: 'halted', label: t`Halted by the guard` },
  { value: 'done', label: t`Done` },
  { value: 'aborted', label: t`Aborted` },
  { value: 'superseded', label: t`Superseded` },
];

/** Large changes, the newest first. */
export function RolloutsTab() {
  const { state, cursor } = useSearch({ from: '/signed-in/shell/deployments' });
  const navigate = useNavigate({ from: '/deployments' });
  const query = useQuery({ ...rolloutsQuery({ ...(state ? { state } : {}), ...(cursor ? { cursor } : {}) }), placeholderData: keepPreviousData });
  const trail = useCursorTrail(cursor, (to) => void navigate({ search: (now) => ({ ...now, cursor: to }) }));
  return (
    <>
      <Group justify="space-between" mb="sm" gap="xs">
        <Text size="sm" c="dimmed" maw="72ch">
          <Trans>A large change goes in waves. Each wave has to prove itself before the next one opens.</Trans>
        </Text>
        <NativeSelect
          size="sm"
          aria-label={t`Which rollouts`}
          data={STATES}
          value={state ?? ''}
          onChange={(event) => void navigate({ search: rolloutsSearch({ tab: 'rollouts', state: event.currentTarget.value }) })}
        />
      </Group>
      <Box className="lk-card">
        <QueryState query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState
                icon={IconStairsUp}
                title={state ? t`No rollout in this state` : t`No rollouts yet`}
                colour="latch"
              >
                <Text size="sm" inherit>
                  <Trans>A change that touches at most 50 devices, or 5 % of the fleet, goes at once. A larger one appears here
                  and goes wave by wave.</Trans>
                </Text>
              </EmptyState>
            ) : (
              <RolloutList rollouts={items} />
            )
          }
        </QueryState>
        <PagesFooter
          page={query.data}
          noun={[t`rollout`, t`rollouts`]}
          cursor={cursor}
          onNext={trail.next}
          onBack={trail.back}
        />
      </Box>
    </>
  );
}
