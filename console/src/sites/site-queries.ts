import { queryOptions } from '@tanstack/react-query';
import { allPages } from '../api/all-pages';
import { answer, api } from '../api/client';

interface ListFilter {
  q?: string;
  limit?: number;
  cursor?: string;
}

const LARGEST_PAGE = 500;

/** All client companies by name. */
export const clientsQuery = queryOptions({
  queryKey: ['clients', 'all'],
  queryFn: () =>
    allPages((cursor) =>
      answer(api.GET('/api/v1/clients', { params: { query: { sort: 'name', limit: LARGEST_PAGE, cursor } } })),
    ),
});

/** One page of sites by name. */
export const sitesQuery = (filter: ListFilter) =>
  queryOptions({
    queryKey: ['sites', filter],
    queryFn: () => answer(api.GET('/api/v1/sites', { params: { query: { sort: 'name', ...filter } } })),
  });

export const siteQuery = (id: string) =>
  queryOptions({
    queryKey: ['sites', 'one', id],
    queryFn: () => answer(api.GET('/api/v1/sites/{id}', { params: { path: { id } } })),
  });

/** All sites by name, of one client or of all. */
export const allSitesQuery = (filter: { clientId?: string | undefined } = {}) =>
  queryOptions({
    queryKey: ['sites', 'all', filter],
    queryFn: () =>
      allPages((cursor) =>
        answer(
          api.GET('/api/v1/sites', { params: { query: { sort: 'name', limit: LARGEST_PAGE, cursor, ...filter } } }),
        ),
      ),
  });

export const tokensQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['enrolment-tokens', siteId],
    queryFn: () => answer(api.GET('/api/v1/enrolment-tokens', { params: { query: { siteId, limit: 100 } } })),
  });
