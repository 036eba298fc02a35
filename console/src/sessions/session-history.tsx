import { t } from '@lingui/core/macro';
import { Box, Checkbox, Group, Select } from '@mantine/core';
import { IconScreenShareOff } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { beginningOf } from '../access-report/access-report-query';
import { MODES } from '../api/types';
import { useMe, useRight } from '../app/me';
import { usePlace } from '../app/place';
import { EmptyState } from '../components/empty-state';
import { PagesFooter } from '../components/pages-footer';
import { QueryState } from '../components/query-state';
import { SearchBox } from '../components/search-box';
import { useCursorTrail } from '../components/use-cursor-trail';
import { MODE_NAMES } from '../devices/log-in';
import { LaunchList } from './launch-list';
import { launchesQuery } from './launch-queries';
import type { SessionsSearch } from './session-search';

const PERIODS = [
  { value: '1', label: t`Today` },
  { value: '7', label: t`7 days` },
  { value: '31', label: t`31 days` },
];

/** Every session that is over, and those that are not, the newest first. */
export function SessionHistory() {
  const { q, mode, days, mine, cursor } = useSearch({ from: '/signed-in/shell/sessions' });
  const navigate = useNavigate({ from: '/sessions' });
  const me = useMe();
  const seesOthers = useRight('audit.read');
  const filter = {
    ...usePlace(),
    ...(q ? { q } : {}),
    ...(mode ? { mode } : {}),
    ...(days ? { from: beginningOf(Number(days)) } : {}),
    ...(mine ? { operatorId: me.id } : {}),
    ...(cursor ? { cursor } : {}),
  };
  const query = useQuery({ ...launchesQuery({ limit: 50, ...filter }), placeholderData: keepPreviousData });
  const trail = useCursorTrail(cursor, (to) => void navigate({ search: (now) => ({ ...now, cursor: to }) }));
  const narrow = (patch: SessionsSearch) => void navigate({ search: (now) => ({ ...now, cursor: undefined, ...patch }), replace: true });
  const isNarrow = Boolean(q ?? mode ?? days ?? mine);
  return (
    <>
      <Group gap="xs" mb="sm" role="search">
        <SearchBox value={q ?? ''} label={t`Who, which device, or why`} onSearch={(words) => narrow({ q: words || undefined })} />
        <Select aria-label={t`How`} placeholder={t`How`} clearable data={MODES.map((value) => ({ value, label: MODE_NAMES[value] }))} value={mode ?? null} onChange={(value) => narrow({ mode: value ?? undefined })} w={140} />
        <Select aria-label={t`Period`} placeholder={t`Any time`} clearable data={PERIODS} value={days ?? null} onChange={(value) => narrow({ days: (value ?? undefined) as SessionsSearch['days'] })} w={140} />
        {seesOthers && <Checkbox label={t`Only mine`} checked={mine === 'yes'} onChange={(event) => narrow({ mine: event.currentTarget.checked ? 'yes' : undefined })} />}
      </Group>
      <Box className="lk-card">
        <QueryState query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={IconScreenShareOff} title={isNarrow ? t`No session matches` : t`No sessions yet`}>
                {isNarrow ? t`Widen the period or clear the search.` : t`A session begins with the Log In icon of a computer.`}
              </EmptyState>
            ) : (
              <LaunchList launches={items} of="all" />
            )
          }
        </QueryState>
        <PagesFooter page={query.data} noun={[t`session`, t`sessions`]} cursor={cursor} onNext={trail.next} onBack={trail.back} />
      </Box>
    </>
  );
}
