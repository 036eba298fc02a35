import { plural, t } from '@lingui/core/macro';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { showDone } from '../api/show-problem';

/** What fails, grouped by what causes it; the event stream asks again whenever a device changes. */
export const causesQuery = queryOptions({
  queryKey: ['causes'],
  queryFn: () => answer(api.GET('/api/v1/causes')),
  refetchInterval: 15_000,
});

/** Tries again at once on every device that fails by a cause. */
export function useRetryCause(fingerprint: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason?: string) =>
      answer(
        api.POST('/api/v1/causes/{fingerprint}/retry', {
          params: { path: { fingerprint } },
          body: reason ? { reason } : {},
        }),
      ),
    onSuccess: ({ devices }) => showDone(t`Tried again on ${devices} ${plural(devices, { one: 'device', other: 'devices' })}.`),
    onSettled: () => Promise.all(['causes', 'summary', 'devices'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}
