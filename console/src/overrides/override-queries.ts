import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { answer, api, taggedAnswer } from '../api/client';
import { isMissing } from '../api/problem';
import { showDone } from '../api/show-problem';
import type { ConfiguredSettings } from '../api/types';

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
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (body: OverrideDraft) =>
      answer(
        api.PUT('/api/v1/devices/{id}/override', {
          params: { path: { id: deviceId }, ...(etag === null ? {} : { header: { 'if-match': etag } }) },
          body,
        }),
      ),
    onSuccess: () => showDone('Saved. The device follows within seconds.'),
    onSettled: () => refetchDevice(client, deviceId),
  });
}

export function useDeleteOverride(deviceId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/devices/{id}/override', { params: { path: { id: deviceId } } })),
    onSuccess: () => showDone('The device follows its policies again.'),
    onSettled: () => refetchDevice(client, deviceId),
  });
}
