import { t } from '@lingui/core/macro';
import { keepPreviousData, queryOptions, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { allPages } from '../api/all-pages';
import { answer, api, taggedAnswer } from '../api/client';
import type { Terms } from '../plans/change-request';
import { useChange } from '../plans/use-change';

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
  return useChange({
    request: (body: GroupDraft & { clientId: string | null }) => (terms) =>
      api.POST('/api/v1/device-groups', { params: terms, body }),
    words: ({ name }) => ({ title: t`Add the group “${name}”`, confirm: t`Save` }),
    // Nothing names it yet.
    preview: 'if-refused',
    done: ({ name }) => t`Group “${name}” added.`,
    settled: () => refetchGroups(client),
    showsOwnProblems: true,
  });
}

/** Saves a group over the version that was read; what names it follows by itself. */
export function useSaveGroup(id: string, etag: string) {
  const client = useQueryClient();
  return useChange({
    request:
      (body: GroupDraft) =>
      ({ query, header }: Terms) =>
        api.PUT('/api/v1/device-groups/{id}', {
          params: { path: { id }, query, header: { 'if-match': etag, ...header } },
          body,
        }),
    words: ({ name }) => ({ title: t`Save the group “${name}”`, confirm: t`Save` }),
    preview: 'when-large',
    done: () => t`Saved.`,
    settled: () => refetchGroups(client),
    showsOwnProblems: true,
  });
}

export function useDeleteGroup(id: string, name: string) {
  const client = useQueryClient();
  return useChange({
    request: () => (terms) => api.DELETE('/api/v1/device-groups/{id}', { params: { path: { id }, ...terms } }),
    words: () => ({ title: t`Delete the group “${name}”`, confirm: t`Delete the group`, danger: true }),
    // The menu has asked already.
    preview: 'when-large',
    done: () => t`Group deleted.`,
    settled: () => refetchGroups(client),
  });
}
