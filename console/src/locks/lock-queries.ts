import { t } from '@lingui/core/macro';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { api, taggedAnswer } from '../api/client';
import type { ConfiguredSettings } from '../api/types';
import type { Terms } from '../plans/change-request';
import { useChange } from '../plans/use-change';

export const policyLocksQuery = queryOptions({
  queryKey: ['policy-locks'],
  queryFn: () => taggedAnswer<ConfiguredSettings>(api.GET('/api/v1/policy-locks')),
});

/** The request that saves the locks over the version that was read. */
export const saveLocks =
  (etag: string, body: ConfiguredSettings) =>
  ({ query, header }: Terms) =>
    api.PUT('/api/v1/policy-locks', { params: { query, header: { 'if-match': etag, ...header } }, body });

/** Saves the locks; every device follows by itself. */
export function useSaveLocks(etag: string) {
  const client = useQueryClient();
  return useChange({
    request: (settings: ConfiguredSettings) => saveLocks(etag, settings),
    words: () => ({ title: t`Save the locks of the installation`, confirm: t`Save` }),
    preview: 'when-large',
    done: () => t`Saved.`,
    settled: () => Promise.all(['policy-locks', 'device'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
    showsOwnProblems: true,
  });
}
