import { t } from '@lingui/core/macro';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api, taggedAnswer } from '../api/client';
import { showDone } from '../api/show-problem';
import type { RolloutSearch, RolloutsSearch } from './rollout-search';

/** Rollouts, the newest first. */
export const rolloutsQuery = (search: Pick<RolloutsSearch, 'state' | 'cursor'>) =>
  queryOptions({
    queryKey: ['rollouts', 'list', search],
    queryFn: () => answer(api.GET('/api/v1/rollouts', { params: { query: { limit: 25, ...search } } })),
  });

const OPEN_STATES = ['running', 'paused', 'halted'] as const;

/** How many rollouts have not ended. */
export const openRolloutsQuery = queryOptions({
  queryKey: ['rollouts', 'open'],
  queryFn: async () => {
    const pages = await Promise.all(OPEN_STATES.map((state) => answer(api.GET('/api/v1/rollouts', { params: { query: { limit: 1, state } } }))));
    return pages.reduce((sum, { total }) => sum + total, 0);
  },
});

/** One rollout with its waves; the event stream asks for it again whenever something happens to it. */
export const rolloutQuery = (id: string) =>
  queryOptions({
    queryKey: ['rollouts', 'one', id],
    queryFn: () => taggedAnswer(api.GET('/api/v1/rollouts/{id}', { params: { path: { id } } })),
  });

export const rolloutDevicesQuery = (id: string, search: RolloutSearch) =>
  queryOptions({
    queryKey: ['rollouts', 'devices', id, search],
    queryFn: () =>
      answer(api.GET('/api/v1/rollouts/{id}/devices', { params: { path: { id }, query: { limit: 25, ...search } } })),
  });

export type RolloutMove = 'pause' | 'resume' | 'abort';

const DONE: Record<RolloutMove, string> = {
  pause: t`Paused. Nothing more is released.`,
  resume: t`Resumed.`,
  abort: t`Aborted. Devices without the change keep what they have.`,
};

/** Pauses, resumes or aborts the rollout as it was read. */
export function useSteerRollout(id: string, etag: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ move, reason }: { move: RolloutMove; reason: string }) => {
      const call = { params: { path: { id }, header: { 'if-match': etag } }, body: { reason } };
      if (move === 'pause') return answer(api.POST('/api/v1/rollouts/{id}/pause', call));
      if (move === 'resume') return answer(api.POST('/api/v1/rollouts/{id}/resume', call));
      return answer(api.POST('/api/v1/rollouts/{id}/abort', call));
    },
    onSuccess: (_answer, { move }) => showDone(DONE[move]),
    onSettled: () => client.invalidateQueries({ queryKey: ['rollouts'] }),
  });
}
