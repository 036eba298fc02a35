import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { Mode } from '../api/types';

/** What waits for an answer of the person at the screen, and what he has asked for. */
export const launchPermissionsQuery = queryOptions({
  queryKey: ['launch-permissions'],
  queryFn: () => answer(api.GET('/api/v1/launch-permissions')),
});

/** One question, looked at again and again: the page of a launch stands alone and hears no events. */
export const launchPermissionQuery = (id: string) =>
  queryOptions({
    queryKey: ['launch-permissions', id],
    queryFn: () => answer(api.GET('/api/v1/launch-permissions/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.state === 'waiting' ? 2_000 : false),
  });

export function useAskToLaunch() {
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (body: { deviceId: string; mode: Mode; reason?: string }) => answer(api.POST('/api/v1/launch-permissions', { body })),
  });
}

export function useDecideLaunch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, decision }: { id: string; decision: 'grant' | 'refuse' }) =>
      answer(api.POST('/api/v1/launch-permissions/{id}', { params: { path: { id } }, body: { decision } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['launch-permissions'] }),
  });
}
