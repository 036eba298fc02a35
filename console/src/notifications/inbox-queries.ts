import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';

/** What the person at the screen is told, the latest first. Asked for as pages are opened, never by the clock: that would keep a left session alive. */
export const inboxQuery = queryOptions({
  queryKey: ['notifications'],
  queryFn: () => answer(api.GET('/api/v1/notifications', { params: { query: { limit: 20 } } })),
  staleTime: 20_000,
  refetchOnWindowFocus: true,
});

export function useMarkRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { ids: string[] } | { all: true }) => answer(api.POST('/api/v1/notifications/read', { body })),
    onSettled: () => client.invalidateQueries({ queryKey: inboxQuery.queryKey }),
  });
}
