import { t } from '@lingui/core/macro';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { showDone } from '../api/show-problem';

/** Whether all new orders are stopped; asked again as pages are opened, and when the event stream says so. */
export const freezeQuery = queryOptions({
  queryKey: ['freeze'],
  queryFn: () => answer(api.GET('/api/v1/freeze')),
  staleTime: 15_000,
});

export function useChangeFreeze() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { frozen: boolean; reason?: string }) => answer(api.PUT('/api/v1/freeze', { body })),
    onSuccess: (freeze) => {
      client.setQueryData(freezeQuery.queryKey, freeze);
      showDone(freeze.frozen ? t`Frozen. No new order is given.` : t`Unfrozen. What was held back goes on by itself.`);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['rollouts'] }),
  });
}
