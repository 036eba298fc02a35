import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api, taggedAnswer } from '../api/client';
import { showDone } from '../api/show-problem';
import type { ConfiguredSettings } from '../api/types';

export const policyLocksQuery = queryOptions({
  queryKey: ['policy-locks'],
  queryFn: () => taggedAnswer<ConfiguredSettings>(api.GET('/api/v1/policy-locks')),
});

/** Saves the locks over the version that was read; every device follows by itself. */
export function useSaveLocks(etag: string) {
  const client = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (body: ConfiguredSettings) =>
      answer(api.PUT('/api/v1/policy-locks', { params: { header: { 'if-match': etag } }, body })),
    onSuccess: () => showDone('Saved. Every device follows.'),
    onSettled: () =>
      Promise.all(['policy-locks', 'device'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}
