import { t } from '@lingui/core/macro';
import { Box } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api } from '../api/client';
import { useMe, useRight } from '../app/me';
import { EmptyState } from '../components/empty-state';
import { ExportButtons } from '../components/export-buttons';
import { PageHeader } from '../components/page-header';
import { PagesFooter } from '../components/pages-footer';
import { QueryState } from '../components/query-state';
import { useCursorTrail } from '../components/use-cursor-trail';
import { EntryRow } from './audit-entry';
import { AuditFilters } from './audit-filters';
import classes from './audit-page.module.css';
import { auditQuery } from './audit-query';
import { filterOf, type AuditSearch } from './audit-search';
import { EntryDrawer } from './entry-drawer';
import { Integrity } from './integrity';

/** Who changed what, and when; nothing is ever taken out. */
export function AuditPage() {
  const search = useSearch({ from: '/signed-in/shell/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const me = useMe();
  const seesAll = useRight('audit.read');
  const filter = filterOf(search);
  const query = useQuery({ ...auditQuery(filter), placeholderData: keepPreviousData });
  const trail = useCursorTrail(search.cursor, (cursor) => void navigate({ search: (now) => ({ ...now, cursor }) }));
  const narrow = (patch: AuditSearch) => void navigate({ search: (now) => ({ ...now, cursor: undefined, ...patch }), replace: true });
  const { cursor: _, ...wanted } = filter;
  return (
    <>
      <PageHeader
        title={t`Audit log`}
        lead={seesAll ? t`Every change, in the same transaction as the change itself.` : t`What you have done yourself. A Super Admin or an Auditor reads all of it.`}
        actions={<ExportButtons name="audit-log" ask={(format) => api.POST('/api/v1/audit/export', { body: { ...wanted, format }, parseAs: 'blob' })} />}
      />
      {me.scope.all && seesAll && <Integrity />}
      <AuditFilters search={search} onFilter={narrow} />
      <Box className="lk-card">
        <QueryState query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={IconHistory} title={Object.keys(wanted).length > 0 ? t`Nothing matches` : t`Nothing has been changed yet`} />
            ) : (
              <Box component="ul" className={classes.list}>
                {items.map((entry) => (
                  <EntryRow key={entry.id} entry={entry} onOpen={(id) => void navigate({ search: (now) => ({ ...now, entry: id }) })} />
                ))}
              </Box>
            )
          }
        </QueryState>
        <PagesFooter page={query.data} noun={[t`entry`, t`entries`]} cursor={search.cursor} onNext={trail.next} onBack={trail.back} />
      </Box>
      <EntryDrawer id={search.entry} onClose={() => void navigate({ search: (now) => ({ ...now, entry: undefined }) })} />
    </>
  );
}
