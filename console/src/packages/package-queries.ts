import { t } from '@lingui/core/macro';
import { queryOptions, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { allPages } from '../api/all-pages';
import { answer, api, taggedAnswer } from '../api/client';
import type { Assignment } from '../api/types';
import type { Terms } from '../plans/change-request';
import { useChange } from '../plans/use-change';

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

/** Every version that was kept with what it changed, the newest first. */
export const packageVersionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['package', id, 'versions'],
    queryFn: () =>
      allPages((cursor) =>
        answer(api.GET('/api/v1/packages/{id}/versions', { params: { path: { id }, query: { limit: 500, cursor } } })),
      ),
  });

/** What separates two versions. */
export const packageVersionDiffQuery = (id: string, from: number, to: number) =>
  queryOptions({
    queryKey: ['package', id, 'versions', from, to],
    queryFn: () =>
      answer(
        api.GET('/api/v1/packages/{id}/versions/{version}/diff', {
          params: { path: { id, version: String(to) }, query: { against: String(from) } },
        }),
      ),
    staleTime: Infinity,
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
    ['packages', 'package', 'assignments', 'policy-map', 'sites', 'policies', 'device-groups', 'device-group'].map((key) =>
      client.invalidateQueries({ queryKey: [key] }),
    ),
  );
}

export function useCreatePackage() {
  const client = useQueryClient();
  return useChange({
    request: (body: PackageDraft & { clientId: string | null }) => (terms) =>
      api.POST('/api/v1/packages', { params: terms, body }),
    words: ({ name }) => ({ title: t`Add the package “${name}”`, confirm: t`Save` }),
    // No site has it yet.
    preview: 'if-refused',
    done: ({ name }) => t`Package “${name}” added.`,
    settled: () => refetchPackages(client),
    showsOwnProblems: true,
  });
}

/** The request that saves a package over the version that was read. */
export const savePackage =
  (id: string, etag: string, body: PackageDraft) =>
  ({ query, header }: Terms) =>
    api.PUT('/api/v1/packages/{id}', {
      params: { path: { id }, query, header: { 'if-match': etag, ...header } },
      body,
    });

/** Saves a package; its sites follow by themselves. */
export function useSavePackage(id: string, etag: string) {
  const client = useQueryClient();
  return useChange({
    request: (draft: PackageDraft) => savePackage(id, etag, draft),
    words: ({ name }) => ({ title: t`Save the package “${name}”`, confirm: t`Save` }),
    preview: 'when-large',
    done: () => t`Saved.`,
    settled: () => refetchPackages(client),
    showsOwnProblems: true,
  });
}

/** Makes an old version the newest one. */
export function useRestorePackage(id: string, etag: string) {
  const client = useQueryClient();
  return useChange({
    request:
      (version: number) =>
      ({ query, header }: Terms) =>
        api.POST('/api/v1/packages/{id}/versions/{version}/restore', {
          params: { path: { id, version: String(version) }, query, header: { 'if-match': etag, ...header } },
        }),
    words: (version) => ({
      title: t`Restore version ${version}`,
      confirm: t`Restore`,
      lead: t`The package contains again what version ${version} contained, as a new version. Nothing is lost.`,
    }),
    preview: 'always',
    done: (_restored, version) => t`Version ${version} restored.`,
    settled: () => refetchPackages(client),
  });
}

export function useDeletePackage(id: string, name: string) {
  const client = useQueryClient();
  return useChange({
    request: () => (terms) => api.DELETE('/api/v1/packages/{id}', { params: { path: { id }, ...terms } }),
    words: () => ({ title: t`Delete the package “${name}”`, confirm: t`Delete the package`, danger: true }),
    // The menu has asked already.
    preview: 'when-large',
    done: () => t`Package deleted.`,
    settled: () => refetchPackages(client),
  });
}

interface NewAssignment {
  packageId: string;
  siteIds: string[];
}

/** The request that puts one package on several sites at once. */
export const assignPackage = (body: NewAssignment) => (terms: Terms) =>
  api.POST('/api/v1/assignments', { params: terms, body });

export function useAssignPackage() {
  const client = useQueryClient();
  return useChange({
    request: ({ packageId, siteIds }: NewAssignment & { title: string }) => assignPackage({ packageId, siteIds }),
    words: ({ title }) => ({ title, confirm: t`Assign` }),
    preview: 'when-large',
    done: (_assigned, { siteIds }) =>
      siteIds.length === 1 ? t`Assigned to 1 site.` : t`Assigned to ${siteIds.length} sites.`,
    settled: () => refetchPackages(client),
  });
}

/** The request that gives an assignment another priority. */
export const changePriority =
  ({ id, version }: Pick<Assignment, 'id' | 'version'>, priority: number) =>
  ({ query, header }: Terms) =>
    api.PATCH('/api/v1/assignments/{id}', {
      params: { path: { id }, query, header: { 'if-match': `"${version}"`, ...header } },
      body: { priority },
    });

export function useChangePriority(assignment: Assignment) {
  const client = useQueryClient();
  return useChange({
    request: (priority: number) => changePriority(assignment, priority),
    words: (priority) => ({ title: priorityInWords(assignment, priority), confirm: t`Save` }),
    preview: 'when-large',
    done: () => t`Saved.`,
    settled: () => refetchPackages(client),
  });
}

export function priorityInWords({ packageName, siteName }: Assignment, priority: number): string {
  return t`Give “${packageName}” the priority ${priority} at ${siteName}`;
}

/** Takes a package off a site; what only this package wanted is removed from its devices. */
export function useUnassign() {
  const client = useQueryClient();
  return useChange({
    request:
      ({ id }: Assignment) =>
      (terms) =>
        api.DELETE('/api/v1/assignments/{id}', { params: { path: { id }, ...terms } }),
    words: ({ packageName, siteName }) => ({
      title: t`Unassign “${packageName}” from ${siteName}`,
      confirm: t`Unassign`,
      danger: true,
      lead: t`The policies of this package no longer hold there. Where no other package wants remote access, the remote agent is removed.`,
    }),
    preview: 'always',
    done: () => t`Unassigned.`,
    settled: () => refetchPackages(client),
  });
}
