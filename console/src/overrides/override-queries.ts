import { t } from '@lingui/core/macro';
import { queryOptions, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, taggedAnswer } from '../api/client';
import { isMissing } from '../api/problem';
import type { ConfiguredSettings } from '../api/types';
import { useChange } from '../plans/use-change';

/** The override of a device with its tag; null where it has none. */
export const overrideQuery = (deviceId: string) =>
  queryOptions({
    queryKey: ['device', deviceId, 'override'],
    queryFn: async () => {
      try {
        return await taggedAnswer(api.GET('/api/v1/devices/{id}/override', { params: { path: { id: deviceId } } }));
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
  });

/** What the form of an override holds. */
export interface OverrideDraft {
  settings: ConfiguredSettings;
  reason: string;
  expiresAt: string | null;
}

function refetchDevice(client: QueryClient, deviceId: string): Promise<unknown> {
  return Promise.all([['device', deviceId], ['devices']].map((queryKey) => client.invalidateQueries({ queryKey })));
}

/** The first override of a device is based on nothing; every other on the version that was read. */
export function useSaveOverride(deviceId: string, etag: string | null) {
  const client = useQueryClient();
  return useChange({
    request:
      (body: OverrideDraft) =>
      ({ query, header }) =>
        api.PUT('/api/v1/devices/{id}/override', {
          params: {
            path: { id: deviceId },
            query,
            header: { ...(etag === null ? {} : { 'if-match': etag }), ...header },
          },
          body,
        }),
    words: () => ({ title: t`Save the override`, confirm: t`Save` }),
    preview: 'when-large',
    done: () => t`Saved.`,
    settled: () => refetchDevice(client, deviceId),
    showsOwnProblems: true,
  });
}

export function useDeleteOverride(deviceId: string) {
  const client = useQueryClient();
  return useChange({
    request: () => (terms) =>
      api.DELETE('/api/v1/devices/{id}/override', { params: { path: { id: deviceId }, ...terms } }),
    words: () => ({
      title: t`Delete the override`,
      confirm: t`Delete the override`,
      danger: true,
      lead: t`The device gets what its policies say again. The audit log keeps what the override said.`,
    }),
    preview: 'always',
    done: () => t`The device follows its policies again.`,
    settled: () => refetchDevice(client, deviceId),
  });
}
