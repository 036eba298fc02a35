import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';

/** The configured servers of remote-access products. */
export const providersQuery = queryOptions({
  queryKey: ['provider-instances'],
  queryFn: () => answer(api.GET('/api/v1/provider-instances', { params: { query: { limit: 100 } } })),
  refetchInterval: 30_000,
});
