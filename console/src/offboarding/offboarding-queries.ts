import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { showDone } from '../api/show-problem';

/** How the offboarding of a client stands. */
export const offboardingQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['offboarding', clientId],
    queryFn: () => answer(api.GET('/api/v1/clients/{id}/offboarding', { params: { path: { id: clientId } } })),
  });

/** Where the signed document is; opened by the browser itself, so that it is saved byte for byte. */
export const certificateAddress = (clientId: string): string => `/api/v1/clients/${clientId}/offboarding/certificate`;

export function useOffboardClient(clientId: string) {
  const queries = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (body: { reason: string; confirm: string }) =>
      answer(api.POST('/api/v1/clients/{id}/offboard', { params: { path: { id: clientId } }, body })),
    onSuccess: (begun) =>
      showDone('approvalId' in begun ? 'A second person has to approve this.' : `${begun.clientName} is being offboarded.`),
    onSettled: () => queries.invalidateQueries(),
  });
}

export function useGiveUpRemoval(clientId: string, deviceId: string) {
  const queries = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (body: { reason: string }) =>
      answer(api.POST('/api/v1/devices/{id}/give-up-removal', { params: { path: { id: deviceId } }, body })),
    onSuccess: () => showDone('Nobody waits for this device any more.'),
    onSettled: () => queries.invalidateQueries({ queryKey: ['offboarding', clientId] }),
  });
}
