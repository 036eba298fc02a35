import { Box, NativeSelect, Text } from '@mantine/core';
import { IconStairsUp } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { EmptyState } from '../components/empty-state';
import { PageHeader } from '../components/page-header';
import { PagesFooter } from '../components/pages-footer';
import { QueryState } from '../components/query-state';
import { useCursorTrail } from '../components/use-cursor-trail';
import { FreezeSwitch } from './freeze-switch';
import { RolloutList } from './rollout-list';
import { rolloutsQuery } from './rollout-queries';
import { rolloutsSearch } from './rollout-search';

const STATES = [
  { value: '', label: 'All rollouts' },
  { value: 'running', label: 'Running' },
  { value: 'paused', label: 'Paused' },
  { value: 'halted', label: 'Halted by the guard' },
  { value: 'done', label: 'Done' },
  { value: 'aborted', label: 'Aborted' },
  { value: 'superseded', label: 'Superseded' },
];

/** Endpoints > Deployments: large changes on their way through the fleet, and the switch that stops everything. */
export function DeploymentsPage() {
  const search = useSearch({ from: '/signed-in/shell/deployments' });
  const navigate = useNavigate({ from: '/deployments' });
  const query = useQuery({ ...rolloutsQuery(search), placeholderData: keepPreviousData });
  const trail = useCursorTrail(search.cursor, (to) => void navigate({ search: (now) => ({ ...now, cursor: to }) }));
  return (
    <>
      <PageHeader
        path={['Endpoints']}
        title="Deployments"
        lead="A large change goes through the fleet in waves. Each wave has to prove itself before the next one opens."
        actions={
          <>
            <NativeSelect
              size="sm"
              aria-label="Which rollouts"
              data={STATES}
              value={search.state ?? ''}
              onChange={(event) => void navigate({ search: rolloutsSearch({ state: event.currentTarget.value }) })}
            />
            <FreezeSwitch />
          </>
        }
      />
      <Box className="lk-card">
        <QueryState query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState
                icon={IconStairsUp}
                title={search.state ? 'No rollout in this state' : 'No rollouts yet'}
                colour="latch"
              >
                <Text size="sm" inherit>
                  A change that touches at most 50 devices, or 5 % of the fleet, goes at once. A larger one appears here
                  and goes wave by wave.
                </Text>
              </EmptyState>
            ) : (
              <RolloutList rollouts={items} />
            )
          }
        </QueryState>
        <PagesFooter
          page={query.data}
          noun={['rollout', 'rollouts']}
          cursor={search.cursor}
          onNext={trail.next}
          onBack={trail.back}
        />
      </Box>
    </>
  );
}
