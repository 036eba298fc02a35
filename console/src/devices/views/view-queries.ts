import { t } from '@lingui/core/macro';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { allPages } from '../../api/all-pages';
import { answer, api } from '../../api/client';
import type { SavedView, ViewDraft } from '../../api/types';
import { showDone } from '../../api/show-problem';
import type { DeviceSearch } from '../device-search';

/** One's own views and those that others share, by name. */
export const viewsQuery = queryOptions({
  queryKey: ['saved-views'],
  queryFn: () => allPages((cursor) => answer(api.GET('/api/v1/saved-views', { params: { query: { limit: 200, cursor } } }))),
  staleTime: 60_000,
});

/** What a view says of the list, as it stands in the address. */
export function searchOf({ id, definition }: SavedView): DeviceSearch {
  return { ...(definition.search as DeviceSearch), view: id };
}

/** What of the address a view keeps. */
export function kept({ view: _view, device: _device, tab: _tab, setting: _setting, ...search }: DeviceSearch): ViewDraft['definition']['search'] {
  return search;
}

/** Whether the list shows something else than the view that it began with. */
export function isChanged(view: SavedView, search: DeviceSearch): boolean {
  return JSON.stringify(Object.entries(kept(search)).sort()) !== JSON.stringify(Object.entries(kept(searchOf(view))).sort());
}

export function useKeepView() {
  const client = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: ({ view, draft }: { view?: SavedView; draft: ViewDraft }) =>
      answer(
        view
          ? api.PUT('/api/v1/saved-views/{id}', { params: { path: { id: view.id }, header: { 'if-match': `"${view.version}"` } }, body: draft })
          : api.POST('/api/v1/saved-views', { body: draft }),
      ),
    onSuccess: (_view, { draft }) => showDone(t`The view “${draft.name}” is kept.`),
    onSettled: () => client.invalidateQueries({ queryKey: viewsQuery.queryKey }),
  });
}

export function useForgetView() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: SavedView) => answer(api.DELETE('/api/v1/saved-views/{id}', { params: { path: { id }, header: { 'if-match': `"${version}"` } } })),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: viewsQuery.queryKey }), client.invalidateQueries({ queryKey: ['list-settings'] })]),
  });
}
