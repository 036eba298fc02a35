import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { allPages } from '../api/all-pages';
import { answer, api, taggedAnswer } from '../api/client';
import { showDone } from '../api/show-problem';
import type { Assignment } from '../api/types';

/** All packages by name. */
export const packagesQuery = queryOptions({
  queryKey: ['packages'],
  queryFn: () =>
    allPages((cursor) =>
      answer(api.GET('/api/v1/packages', { params: { query: { limit: 500, sort: 'name', cursor } } })),
    ),
});

export const packageQuery = (id: string) =>
  queryOptions({
    queryKey: ['package', id],
    queryFn: () => taggedAnswer(api.GET('/api/v1/packages/{id}', { params: { path: { id } } })),
  });

/** Which package is on which site. */
export const assignmentsQuery = (filter: { siteId?: string; packageId?: string } = {}) =>
  queryOptions({
    queryKey: ['assignments', filter],
    queryFn: () =>
      allPages((cursor) =>
        answer(api.GET('/api/v1/assignments', { params: { query: { limit: 500, cursor, ...filter } } })),
      ),
  });

/** What the form of a package holds. */
export interface PackageDraft {
  name: string;
  description: string;
  entries: EntryDraft[];
}

/** One policy of a package: for all devices, or narrowed to a group. */
export interface EntryDraft {
  policyId: string;
  deviceGroupId: string | null;
}

function refetchPackages(client: QueryClient): Promise<unknown> {
  return Promise.all(
    ['packages', 'package', 'assignments', 'sites', 'policies', 'device-groups', 'device-group'].map((key) =>
      client.invalidateQueries({ queryKey: [key] }),
    ),
  );
}

export function useCreatePackage() {
  const client = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (draft: PackageDraft & { clientId: string | null }) =>
      answer(api.POST('/api/v1/packages', { body: draft })),
    onSuccess: ({ name }) => showDone(`Package “${name}” added.`),
    onSettled: () => refetchPackages(client),
  });
}

/** Saves a package over the version that was read; its sites follow by themselves. */
export function useSavePackage(id: string, etag: string) {
  const client = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (draft: PackageDraft) =>
      answer(api.PUT('/api/v1/packages/{id}', { params: { path: { id }, header: { 'if-match': etag } }, body: draft })),
    onSuccess: () => showDone('Saved. The devices of its sites follow within seconds.'),
    onSettled: () => refetchPackages(client),
  });
}

export function useDeletePackage(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/packages/{id}', { params: { path: { id } } })),
    onSuccess: () => showDone('Package deleted.'),
    onSettled: () => refetchPackages(client),
  });
}

/** Puts one package on several sites at once. */
export function useAssignPackage() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { packageId: string; siteIds: string[] }) => answer(api.POST('/api/v1/assignments', { body })),
    onSuccess: (_answer, { siteIds }) =>
      showDone(siteIds.length === 1 ? 'Assigned to 1 site.' : `Assigned to ${siteIds.length} sites.`),
    onSettled: () => refetchPackages(client),
  });
}

/** Takes a package off a site; what only this package wanted is removed from its devices. */
export function useUnassign() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Pick<Assignment, 'id'>) =>
      answer(api.DELETE('/api/v1/assignments/{id}', { params: { path: { id } } })),
    onSuccess: () => showDone('Unassigned.'),
    onSettled: () => refetchPackages(client),
  });
}
