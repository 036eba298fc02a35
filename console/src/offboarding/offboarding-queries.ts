import { t } from '@lingui/core/macro';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { showDone } from '../api/show-problem';
import type { Client, Offboarding } from '../api/types';
import type { ChangeRequest } from '../plans/change-request';
import { useChange } from '../plans/use-change';

/** How the offboarding of a client stands. */
export const offboardingQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['offboarding', clientId],
    queryFn: () => answer(api.GET('/api/v1/clients/{id}/offboarding', { params: { path: { id: clientId } } })),
  });

/** Where the signed document is; opened by the browser itself, so that it is saved byte for byte. */
export const certificateAddress = (clientId: string): string => `/api/v1/clients/${clientId}/offboarding/certificate`;

/** Begins the offboarding of a client; its plan is shown first. */
export function useOffboardClient(client: Pick<Client, 'id' | 'name'>) {
  const queries = useQueryClient();
  return useChange({
    request:
      (body: { reason: string; confirm: string }): ChangeRequest<Offboarding> =>
      ({ query, header }) =>
        api.POST('/api/v1/clients/{id}/offboard', { params: { path: { id: client.id }, query, header }, body }),
    words: () => ({ title: t`Offboard the client “${client.name}”`, confirm: t`Offboard the client`, danger: true }),
    preview: 'always',
    done: () => t`${client.name} is being offboarded.`,
    settled: () => queries.invalidateQueries(),
    showsOwnProblems: true,
  });
}

export function useGiveUpRemoval(clientId: string, deviceId: string) {
  const queries = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (body: { reason: string }) =>
      answer(api.POST('/api/v1/devices/{id}/give-up-removal', { params: { path: { id: deviceId } }, body })),
    onSuccess: () => showDone(t`Nobody waits for this device any more.`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['offboarding', clientId] }),
  });
}
