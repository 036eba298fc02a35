import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { allPages } from '../api/all-pages';
import { answer, api, taggedAnswer } from '../api/client';
import { showDone } from '../api/show-problem';
import type { ConfiguredSettings } from '../api/types';

/** All policies by name; installations have dozens of them, not thousands. */
export const policiesQuery = queryOptions({
  queryKey: ['policies'],
  queryFn: () =>
    allPages((cursor) =>
      answer(api.GET('/api/v1/policies', { params: { query: { limit: 500, sort: 'name', cursor } } })),
    ),
});

export const policyQuery = (id: string) =>
  queryOptions({
    queryKey: ['policy', id],
    queryFn: () => taggedAnswer(api.GET('/api/v1/policies/{id}', { params: { path: { id } } })),
  });

/** Every version with what it changed, the newest first. */
export const policyVersionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['policy', id, 'versions'],
    queryFn: () =>
      allPages((cursor) =>
        answer(api.GET('/api/v1/policies/{id}/versions', { params: { path: { id }, query: { limit: 500, cursor } } })),
      ),
  });

/** What separates two versions. */
export const versionDiffQuery = (id: string, from: number, to: number) =>
  queryOptions({
    queryKey: ['policy', id, 'versions', from, to],
    queryFn: () =>
      answer(
        api.GET('/api/v1/policies/{id}/versions/{version}/diff', {
          params: { path: { id, version: String(to) }, query: { against: String(from) } },
        }),
      ),
    staleTime: Infinity,
  });

/** The registry of policy types with every setting they know. */
export const policyTypesQuery = queryOptions({
  queryKey: ['policy-types'],
  queryFn: () => answer(api.GET('/api/v1/policy-types')),
  staleTime: Infinity,
});

/** What the form of a policy holds. */
export interface PolicyDraft {
  name: string;
  description: string;
  enabled: boolean;
  settings: ConfiguredSettings;
}

export function useCreatePolicy() {
  const client = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: ({
      category,
      type,
      ...draft
    }: PolicyDraft & { category: string; type: string; clientId: string | null }) =>
      answer(api.POST('/api/v1/policies', { body: { category, type, ...draft } })),
    onSuccess: (policy) => {
      showDone(`Policy “${policy.name}” added.`);
      return client.invalidateQueries({ queryKey: ['policies'] });
    },
  });
}

/** Saves a policy over the version that was read; devices of its sites follow by themselves. */
export function useSavePolicy(id: string, etag: string) {
  const client = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (draft: PolicyDraft) =>
      answer(api.PUT('/api/v1/policies/{id}', { params: { path: { id }, header: { 'if-match': etag } }, body: draft })),
    onSuccess: () => showDone('Saved. The devices of its sites follow within seconds.'),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['policies'] }),
        client.invalidateQueries({ queryKey: ['policy', id] }),
      ]),
  });
}

export function useDeletePolicy(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/policies/{id}', { params: { path: { id } } })),
    onSuccess: () => {
      showDone('Policy deleted.');
      return client.invalidateQueries({ queryKey: ['policies'] });
    },
  });
}

/** Makes an old version the newest one. */
export function useRestoreVersion(id: string, etag: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (version: number) =>
      answer(
        api.POST('/api/v1/policies/{id}/versions/{version}/restore', {
          params: { path: { id, version: String(version) }, header: { 'if-match': etag } },
        }),
      ),
    onSuccess: (_, version) => showDone(`Version ${version} restored.`),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['policies'] }),
        client.invalidateQueries({ queryKey: ['policy', id] }),
      ]),
  });
}
