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
  return useChange({
    request: (body: PackageDraft & { clientId: string | null }) => (terms) =>
      api.POST('/api/v1/packages', { params: terms, body }),
    words: ({ name }) => ({ title: `Add the package “${name}”`, confirm: 'Save' }),
    // No site has it yet.
    preview: 'if-refused',
    done: ({ name }) => `Package “${name}” added.`,
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
    words: ({ name }) => ({ title: `Save the package “${name}”`, confirm: 'Save' }),
    preview: 'when-large',
    done: () => 'Saved.',
    settled: () => refetchPackages(client),
    showsOwnProblems: true,
  });
}

export function useDeletePackage(id: string, name: string) {
  const client = useQueryClient();
  return useChange({
    request: () => (terms) => api.DELETE('/api/v1/packages/{id}', { params: { path: { id }, ...terms } }),
    words: () => ({ title: `Delete the package “${name}”`, confirm: 'Delete the package', danger: true }),
    // The menu has asked already.
    preview: 'when-large',
    done: () => 'Package deleted.',
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
    words: ({ title }) => ({ title, confirm: 'Assign' }),
    preview: 'when-large',
    done: (_assigned, { siteIds }) =>
      siteIds.length === 1 ? 'Assigned to 1 site.' : `Assigned to ${siteIds.length} sites.`,
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
    words: (priority) => ({ title: priorityInWords(assignment, priority), confirm: 'Save' }),
    preview: 'when-large',
    done: () => 'Saved.',
    settled: () => refetchPackages(client),
  });
}

export function priorityInWords({ packageName, siteName }: Assignment, priority: number): string {
  return `Give “${packageName}” the priority ${priority} at ${siteName}`;
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
      title: `Unassign “${packageName}” from ${siteName}`,
      confirm: 'Unassign',
      danger: true,
      lead: 'The policies of this package no longer hold there. Where no other package wants remote access, the remote agent is removed.',
    }),
    preview: 'always',
    done: () => 'Unassigned.',
    settled: () => refetchPackages(client),
  });
}
