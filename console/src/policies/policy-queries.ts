import { t } from '@lingui/core/macro';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { allPages } from '../api/all-pages';
import { answer, api, taggedAnswer } from '../api/client';
import type { ConfiguredSettings } from '../api/types';
import type { Terms } from '../plans/change-request';
import { useChange } from '../plans/use-change';

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

interface NewPolicy extends PolicyDraft {
  category: string;
  type: string;
  clientId: string | null;
}

export function useCreatePolicy() {
  const client = useQueryClient();
  return useChange({
    request: (body: NewPolicy) => (terms) => api.POST('/api/v1/policies', { params: terms, body }),
    words: ({ name }) => ({ title: t`Add the policy “${name}”`, confirm: t`Save` }),
    // No package holds it yet.
    preview: 'if-refused',
    done: ({ name }) => t`Policy “${name}” added.`,
    settled: () => client.invalidateQueries({ queryKey: ['policies'] }),
    showsOwnProblems: true,
  });
}

/** The request that saves a policy over the version that was read. */
export const savePolicy =
  (id: string, etag: string, body: PolicyDraft) =>
  ({ query, header }: Terms) =>
    api.PUT('/api/v1/policies/{id}', {
      params: { path: { id }, query, header: { 'if-match': etag, ...header } },
      body,
    });

/** Saves a policy; devices of its sites follow by themselves. */
export function useSavePolicy(id: string, etag: string) {
  const client = useQueryClient();
  return useChange({
    request: (draft: PolicyDraft) => savePolicy(id, etag, draft),
    words: ({ name }) => ({ title: t`Save the policy “${name}”`, confirm: t`Save` }),
    preview: 'when-large',
    done: () => t`Saved.`,
    settled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['policies'] }),
        client.invalidateQueries({ queryKey: ['policy', id] }),
        client.invalidateQueries({ queryKey: ['policy-map'] }),
      ]),
    showsOwnProblems: true,
  });
}

export function useDeletePolicy(id: string, name: string) {
  const client = useQueryClient();
  return useChange({
    request: () => (terms) => api.DELETE('/api/v1/policies/{id}', { params: { path: { id }, ...terms } }),
    words: () => ({ title: t`Delete the policy “${name}”`, confirm: t`Delete the policy`, danger: true }),
    // The menu has asked already.
    preview: 'when-large',
    done: () => t`Policy deleted.`,
    settled: () => client.invalidateQueries({ queryKey: ['policies'] }),
  });
}

/** Makes an old version the newest one. */
export function useRestoreVersion(id: string, etag: string) {
  const client = useQueryClient();
  return useChange({
    request:
      (version: number) =>
      ({ query, header }: Terms) =>
        api.POST('/api/v1/policies/{id}/versions/{version}/restore', {
          params: { path: { id, version: String(version) }, query, header: { 'if-match': etag, ...header } },
        }),
    words: (version) => ({
      title: t`Restore version ${version}`,
      confirm: t`Restore`,
      lead: t`The policy says again what version ${version} said, as a new version. Nothing is lost.`,
    }),
    preview: 'always',
    done: (_restored, version) => t`Version ${version} restored.`,
    settled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['policies'] }),
        client.invalidateQueries({ queryKey: ['policy', id] }),
        client.invalidateQueries({ queryKey: ['policy-map'] }),
      ]),
  });
}
