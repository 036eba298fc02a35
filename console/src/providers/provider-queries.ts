import { t } from '@lingui/core/macro';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { showDone } from '../api/show-problem';
import type { NodeMatch, ProviderSettings } from '../api/types';

const KEY = 'provider-instances';
const LOOKED_AT_EVERY_MS = 30_000;
const of = (id: string) => ({ path: { id } });

/** The configured servers of remote-access products. */
export const providersQuery = queryOptions({
  queryKey: [KEY],
  queryFn: () => answer(api.GET('/api/v1/provider-instances', { params: { query: { limit: 100 } } })),
  refetchInterval: LOOKED_AT_EVERY_MS,
});

export const providerQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, id],
    queryFn: () => answer(api.GET('/api/v1/provider-instances/{id}', { params: of(id) })),
    refetchInterval: LOOKED_AT_EVERY_MS,
  });

export const vitalsQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, id, 'health'],
    queryFn: () => answer(api.GET('/api/v1/provider-instances/{id}/health', { params: of(id) })),
    refetchInterval: LOOKED_AT_EVERY_MS,
  });

export interface NodeFilter {
  match?: NodeMatch;
  q?: string;
  cursor?: string;
}

export const nodesQuery = (id: string, filter: NodeFilter) =>
  queryOptions({
    queryKey: [KEY, id, 'nodes', filter],
    queryFn: () => answer(api.GET('/api/v1/provider-instances/{id}/nodes', { params: { ...of(id), query: { limit: 50, ...filter } } })),
    placeholderData: keepPreviousData,
  });

export const sharesQuery = (id: string, cursor?: string) =>
  queryOptions({
    queryKey: [KEY, id, 'shares', cursor],
    queryFn: () => answer(api.GET('/api/v1/provider-instances/{id}/shares', { params: { ...of(id), query: { limit: 50, ...(cursor ? { cursor } : {}) } } })),
    refetchInterval: LOOKED_AT_EVERY_MS,
  });

export const eventsQuery = (id: string, cursor?: string) =>
  queryOptions({
    queryKey: [KEY, id, 'events', cursor],
    queryFn: () => answer(api.GET('/api/v1/provider-instances/{id}/events', { params: { ...of(id), query: { limit: 50, ...(cursor ? { cursor } : {}) } } })),
    placeholderData: keepPreviousData,
  });

export const settingsQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, id, 'settings'],
    queryFn: () => answer(api.GET('/api/v1/provider-instances/{id}/settings', { params: of(id) })),
  });

/** Asks the instance how it is, now. */
export function useTestProvider(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.POST('/api/v1/provider-instances/{id}/test', { params: of(id) })),
    onSettled: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}

export interface SettingsDraft {
  name: string;
  isPaused: boolean;
  pausedReason: string;
  longestLaunchMinutes: number | string;
  region: string;
  capacity: number | string;
  takesSites: boolean;
}

export function useSaveSettings({ id, version }: Pick<ProviderSettings, 'id' | 'version'>) {
  const client = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: ({ name, isPaused, pausedReason, longestLaunchMinutes, region, capacity, takesSites }: SettingsDraft) =>
      answer(
        api.PATCH('/api/v1/provider-instances/{id}/settings', {
          params: { ...of(id), header: { 'if-match': `"${version}"` } },
          body: {
            name,
            pausedReason: isPaused ? pausedReason : null,
            longestLaunchMinutes: longestLaunchMinutes === '' ? null : Number(longestLaunchMinutes),
            region: region.trim() || null,
            capacity: capacity === '' ? null : Number(capacity),
            takesSites,
          },
        }),
      ),
    onSuccess: () => showDone(t`Saved.`),
    onSettled: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}

/** Opens the provider's own administration, for one visit. */
export function useLaunchAdministration(id: string) {
  return useMutation({
    mutationFn: () => answer(api.POST('/api/v1/provider-instances/{id}/administration-launch', { params: of(id) })),
  });
}
