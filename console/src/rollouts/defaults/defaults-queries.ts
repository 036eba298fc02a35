import { t } from '@lingui/core/macro';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api, taggedAnswer } from '../../api/client';
import { showDone } from '../../api/show-problem';
import type { RolloutDefaults } from '../../api/types';

export const rolloutDefaultsQuery = queryOptions({
  queryKey: ['rollout-defaults'],
  queryFn: () => taggedAnswer<RolloutDefaults>(api.GET('/api/v1/rollout-defaults')),
});

/** Saves the rules over the version that was read; rollouts that have begun keep theirs. */
export function useSaveRolloutDefaults(etag: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Omit<RolloutDefaults, 'version'>) =>
      answer(api.PUT('/api/v1/rollout-defaults', { params: { header: { 'if-match': etag } }, body })),
    onSuccess: () => showDone(t`Saved. Rollouts that have begun keep their plan.`),
    onSettled: () => client.invalidateQueries({ queryKey: ['rollout-defaults'] }),
  });
}
