import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { showDone } from '../api/show-problem';
import type { Exclusion } from '../api/types';

interface ExclusionFilter {
  packageId?: string;
  deviceId?: string;
  live?: boolean;
  q?: string;
  cursor?: string;
}

/** What is left out or frozen, the newest first. */
export const exclusionsQuery = (filter: ExclusionFilter) =>
  queryOptions({
    queryKey: ['exclusions', filter],
    queryFn: () => answer(api.GET('/api/v1/exclusions', { params: { query: { limit: 50, ...filter } } })),
  });

/** What the form of an exclusion or pin holds. */
export interface ExclusionDraft {
  kind: Exclusion['kind'];
  target: { siteId?: string; deviceId?: string };
  reason: string;
  expiresAt: string | null;
}

/** Setting apart moves devices, their status and whether they can be opened. */
export function refetchSetApart(client: QueryClient): Promise<unknown> {
  return Promise.all(
    ['exclusions', 'device', 'devices', 'summary'].map((key) => client.invalidateQueries({ queryKey: [key] })),
  );
}

export function useSetApart() {
  const client = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (body: ExclusionDraft) => answer(api.POST('/api/v1/exclusions', { body })),
    onSuccess: ({ kind, target }) => showDone(`${target.name} is ${kind === 'pin' ? 'pinned' : 'excluded'}.`),
    onSettled: () => refetchSetApart(client),
  });
}

/** Another reason or expiry, over the version that was shown. */
export function useChangeExclusion({ id, version }: Exclusion) {
  const client = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (body: Pick<ExclusionDraft, 'reason' | 'expiresAt'>) =>
      answer(
        api.PATCH('/api/v1/exclusions/{id}', {
          params: { path: { id }, header: { 'if-match': `"${version}"` } },
          body,
        }),
      ),
    onSuccess: () => showDone('Saved.'),
    onSettled: () => refetchSetApart(client),
  });
}

/** Policies reach the target again. */
export function useEndExclusion() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Pick<Exclusion, 'id'>) =>
      answer(api.DELETE('/api/v1/exclusions/{id}', { params: { path: { id } } })),
    onSuccess: () => showDone('Ended. Policies apply again within seconds.'),
    onSettled: () => refetchSetApart(client),
  });
}
