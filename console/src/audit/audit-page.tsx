import { Box, Group, Select, Text } from '@mantine/core';
import { IconHistory, IconRobot, IconServerCog, IconUser, type Icon } from '@tabler/icons-react';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { answer, api } from '../api/client';
import type { AuditEntry } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { PageHeader } from '../components/page-header';
import { PagesFooter } from '../components/pages-footer';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { SearchBox } from '../components/search-box';
import { useCursorTrail } from '../components/use-cursor-trail';
import { actionInWords } from './action-words';
import { AuditChanges } from './audit-changes';
import classes from './audit-page.module.css';
import type { AuditSearch } from './audit-search';

const SUBJECTS = [
  'approval',
  'assignment',
  'client',
  'device',
  'device-group',
  'enrolment-token',
  'exclusion',
  'installation',
  'launch',
  'override',
  'package',
  'policy',
  'rollout',
  'session',
  'site',
  'user',
];

const auditQuery = (filter: AuditSearch) =>
  queryOptions({
    queryKey: ['audit', filter],
    queryFn: () => answer(api.GET('/api/v1/audit', { params: { query: { limit: 50, ...filter } } })),
  });

/** Who changed what, and when; nothing is ever taken out. */
export function AuditPage() {
  const search = useSearch({ from: '/signed-in/shell/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const query = useQuery({ ...auditQuery(search), placeholderData: keepPreviousData });
  const trail = useCursorTrail(search.cursor, (cursor) => void navigate({ search: (now) => ({ ...now, cursor }) }));
  const filter = (patch: AuditSearch) =>
    void navigate({ search: (now) => ({ ...now, cursor: undefined, ...patch }), replace: true });
  const narrowed = Boolean(search.q || search.subjectKind || search.action);
  return (
    <>
      <PageHeader title="Audit log" lead="Every change, in the same transaction as the change itself." />
      <Group gap="xs" mb="sm" role="search">
        <SearchBox
          value={search.q ?? ''}
          label="Search the audit log"
          onSearch={(words) => filter({ q: words || undefined })}
        />
        <Select
          aria-label="Of what"
          placeholder="Of what"
          clearable
          searchable
          data={SUBJECTS}
          value={search.subjectKind ?? null}
          onChange={(value) => filter({ subjectKind: value ?? undefined })}
          w={180}
        />
      </Group>
      <Box className="lk-card">
        <QueryState query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={IconHistory} title={narrowed ? 'Nothing matches' : 'Nothing has been changed yet'} />
            ) : (
              <Box component="ul" className={classes.list}>
                {items.map((entry) => (
                  <Entry key={entry.id} entry={entry} />
                ))}
              </Box>
            )
          }
        </QueryState>
        <PagesFooter
          page={query.data}
          noun={['entry', 'entries']}
          cursor={search.cursor}
          onNext={trail.next}
          onBack={trail.back}
        />
      </Box>
    </>
  );
}

const ACTORS: Record<string, Icon> = { operator: IconUser, device: IconRobot, system: IconServerCog };

function Entry({ entry }: { entry: AuditEntry }) {
  const ActorIcon = ACTORS[entry.actorKind] ?? IconUser;
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
        <Text size="sm">
          {actionInWords(entry.action)}{' '}
          <Text span size="sm" fw={600}>
            {entry.subjectName}
          </Text>
        </Text>
        <AuditChanges changes={entry.changes} />
      </Box>
    </Box>
  );
}
