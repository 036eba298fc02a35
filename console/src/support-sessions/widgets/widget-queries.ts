import { t } from '@lingui/core/macro';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { showDone } from '../../api/show-problem';

export const helpWidgetsQuery = queryOptions({
  queryKey: ['help-widgets'],
  queryFn: () => answer(api.GET('/api/v1/help-widgets', { params: { query: { limit: 500, sort: 'name' } } })),
});

export function useAddWidget() {
  const client = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (body: { name: string; siteId: string; origins: string[] }) => answer(api.POST('/api/v1/help-widgets', { body })),
    onSettled: () => client.invalidateQueries({ queryKey: ['help-widgets'] }),
  });
}

export function useDeleteWidget() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/api/v1/help-widgets/{id}', { params: { path: { id } } })),
    onSuccess: () => showDone(t`Nobody asks for help by it any more.`),
    onSettled: () => client.invalidateQueries({ queryKey: ['help-widgets'] }),
  });
}
