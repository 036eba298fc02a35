import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, taggedAnswer } from '../api/client';
import type { ListSettings } from '../api/types';

/** How the person at the screen likes lists; kept on the server, so that it is the same on every computer. */
export const listSettingsQuery = queryOptions({
  queryKey: ['list-settings'],
  queryFn: () => taggedAnswer(api.GET('/api/v1/list-settings')),
  staleTime: Infinity,
});

const UNSAID: ListSettings = { columns: null, density: 'normal', singleKeys: true, defaultViewId: null, version: 0 };

export function useListSettings(): { settings: ListSettings; isLoaded: boolean } {
  const { data, isPending } = useQuery(listSettingsQuery);
  return { settings: data?.value ?? UNSAID, isLoaded: !isPending };
}

/** Changes some of it: at once on screen, then on the server, one after the other so that none overtakes. */
export function useChangeListSettings() {
  const client = useQueryClient();
  return useMutation({
    scope: { id: 'list-settings' },
    onMutate: (patch: Partial<ListSettings>) => {
      client.setQueryData(listSettingsQuery.queryKey, (known) => ({
        value: { ...(known?.value ?? UNSAID), ...patch },
        etag: known?.etag ?? '*',
      }));
    },
    mutationFn: async () => {
      const { version: _, ...body } = client.getQueryData(listSettingsQuery.queryKey)?.value ?? UNSAID;
      // Two windows of one person never disagree for long: the last word holds.
      return answer(api.PUT('/api/v1/list-settings', { params: { header: { 'if-match': '*' } }, body }));
    },
    onError: () => client.invalidateQueries({ queryKey: listSettingsQuery.queryKey }),
  });
}
