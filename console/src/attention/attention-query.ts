import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { Place } from '../app/place';

/** What waits for the person at the screen; the event stream asks again whenever something happens. */
export const attentionQuery = (place: Place = {}) =>
  queryOptions({
    queryKey: ['summary', 'attention', place],
    queryFn: () => answer(api.GET('/api/v1/attention', { params: { query: place } })),
    refetchInterval: 60_000,
  });
