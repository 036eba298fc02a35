import { Box, SegmentedControl } from '@mantine/core';
import { IconScreenShareOff } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { EmptyState } from '../components/empty-state';
import { PageHeader } from '../components/page-header';
import { PagesFooter } from '../components/pages-footer';
import { QueryState } from '../components/query-state';
import { useCursorTrail } from '../components/use-cursor-trail';
import { LaunchList } from './launch-list';
import { isLive, launchesQuery } from './launch-queries';
import type { Launch } from '../api/types';

/** Live ones first, whatever their age. */
const liveFirst = (launches: readonly Launch[]): Launch[] =>
  [...launches].sort((a, b) => Number(isLive(b)) - Number(isLive(a)));

/** Who is connected to what, and who was. */
export function SessionsPage() {
  const { show = 'all', cursor } = useSearch({ from: '/signed-in/shell/sessions' });
  const navigate = useNavigate({ from: '/sessions' });
  const query = useQuery({
    ...launchesQuery({ limit: 50, ...(cursor ? { cursor } : {}), ...(show === 'live' ? { live: true } : {}) }),
    placeholderData: keepPreviousData,
  });
  const trail = useCursorTrail(cursor, (to) => void navigate({ search: (now) => ({ ...now, cursor: to }) }));
  return (
    <>
      <PageHeader
        title="Sessions"
        lead="Every Log In to a device, from the request to its end."
        actions={
          <SegmentedControl
            size="xs"
            aria-label="Which sessions"
            data={[
              { value: 'all', label: 'All' },
              { value: 'live', label: 'Live' },
            ]}
            value={show}
            onChange={(value) => void navigate({ search: { show: value === 'live' ? 'live' : undefined } })}
          />
        }
      />
      <Box className="lk-card">
        <QueryState query={query}>
          {(page) =>
            page.items.length === 0 ? (
              <EmptyState
                icon={IconScreenShareOff}
                title={show === 'live' ? 'Nobody is connected right now' : 'No sessions yet'}
              >
                A session begins with the Log In icon of a computer.
              </EmptyState>
            ) : (
              <LaunchList launches={liveFirst(page.items)} of="all" />
            )
          }
        </QueryState>
        <PagesFooter
          page={query.data}
          noun={['session', 'sessions']}
          cursor={cursor}
          onNext={trail.next}
          onBack={trail.back}
        />
      </Box>
    </>
  );
}
