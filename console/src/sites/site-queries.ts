import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';

interface ListFilter {
  q?: string;
  limit?: number;
}

/** Client companies by name. */
export const clientsQuery = (filter: ListFilter = {}) =>
  queryOptions({
    queryKey: ['clients', filter],
    queryFn: () => answer(api.GET('/api/v1/clients', { params: { query: { sort: 'name', ...filter } } })),
  });

/** Sites by name, of one client or of all. */
export const sitesQuery = (filter: ListFilter & { clientId?: string; enabled?: boolean } = {}) =>
  queryOptions({
    queryKey: ['sites', filter],
    queryFn: () => answer(api.GET('/api/v1/sites', { params: { query: { sort: 'name', ...filter } } })),
  });

export const tokensQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['enrolment-tokens', siteId],
    queryFn: () => answer(api.GET('/api/v1/enrolment-tokens', { params: { query: { siteId, limit: 100 } } })),
  });
