import { keepPreviousData, queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { allPages } from '../api/all-pages';
import { answer, api, taggedAnswer } from '../api/client';
import { showDone } from '../api/show-problem';

/** All device groups by name; installations have dozens of them, not thousands. */
export const groupsQuery = queryOptions({
  queryKey: ['device-groups'],
  queryFn: () =>
    allPages((cursor) =>
      answer(api.GET('/api/v1/device-groups', { params: { query: { limit: 500, sort: 'name', cursor } } })),
    ),
});

export const groupQuery = (id: string) =>
  queryOptions({
    queryKey: ['device-group', id],
    queryFn: () => taggedAnswer(api.GET('/api/v1/device-groups/{id}', { params: { path: { id } } })),
  });

/** What a filter finds now. */
export const previewQuery = (filter: string, clientId: string | null) =>
  queryOptions({
    queryKey: ['device-groups', 'preview', filter, clientId],
    queryFn: ({ signal }) => answer(api.POST('/api/v1/device-groups/preview', { body: { filter, clientId }, signal })),
    placeholderData: keepPreviousData,
  });

/** What the form of a group holds. */
export interface GroupDraft {
  name: string;
  description: string;
  filter: string;
}

function refetchGroups(client: QueryClient): Promise<unknown> {
  return Promise.all(
    ['device-groups', 'device-group', 'packages', 'package', 'devices'].map((key) =>
      client.invalidateQueries({ queryKey: [key] }),
    ),
  );
}

export function useCreateGroup() {
  const client = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (draft: GroupDraft & { clientId: string | null }) =>
      answer(api.POST('/api/v1/device-groups', { body: draft })),
    onSuccess: ({ name }) => showDone(`Group “${name}” added.`),
    onSettled: () => refetchGroups(client),
  });
}

/** Saves a group over the version that was read; what names it follows by itself. */
export function useSaveGroup(id: string, etag: string) {
  const client = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (draft: GroupDraft) =>
      answer(
        api.PUT('/api/v1/device-groups/{id}', {
          params: { path: { id }, header: { 'if-match': etag } },
          body: draft,
        }),
      ),
    onSuccess: () => showDone('Saved. What is narrowed to this group follows within seconds.'),
    onSettled: () => refetchGroups(client),
  });
}

export function useDeleteGroup(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/device-groups/{id}', { params: { path: { id } } })),
    onSuccess: () => showDone('Group deleted.'),
    onSettled: () => refetchGroups(client),
  });
}
