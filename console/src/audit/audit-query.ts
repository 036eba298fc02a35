import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { AuditFilter } from './audit-search';

/** Entries of the log, the latest first. */
export const auditQuery = (filter: AuditFilter, limit = 50) =>
  queryOptions({
    queryKey: ['audit', 'list', filter, limit],
    queryFn: () => answer(api.GET('/api/v1/audit', { params: { query: { limit, ...filter } } })),
  });

/** One entry with its seal; asked again until it has one, which takes about a second. */
export const auditEntryQuery = (id: string) =>
  queryOptions({
    queryKey: ['audit', 'one', id],
    queryFn: () => answer(api.GET('/api/v1/audit/{id}', { params: { path: { id } } })),
    refetchInterval: (query) => (query.state.data?.seal === null ? 2_000 : false),
  });

/** How far the log is sealed, as it grows. */
export const sealingQuery = queryOptions({
  queryKey: ['audit', 'sealing'],
  queryFn: () => answer(api.GET('/api/v1/audit/sealing')),
  refetchInterval: 15_000,
});
