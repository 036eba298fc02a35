import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';

export type Grouping = 'site' | 'provider' | 'week';

/** How long it took until devices could be logged in to, over the last 12 weeks. */
export const timesQuery = (groupBy: Grouping) =>
  queryOptions({
    queryKey: ['time-to-launchable', groupBy],
    queryFn: () => answer(api.GET('/api/v1/time-to-launchable', { params: { query: { groupBy } } })),
  });
