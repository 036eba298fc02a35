import { t } from '@lingui/core/macro';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { showDone } from '../api/show-problem';
import type { NewApiKey, NewApiKeyDraft } from '../api/types';

export const factorsQuery = queryOptions({
  queryKey: ['factors'],
  queryFn: () => answer(api.GET('/api/v1/auth/factors')),
});

export const ownSessionsQuery = queryOptions({
  queryKey: ['own-sessions'],
  queryFn: () => answer(api.GET('/api/v1/auth/sessions')),
});

export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: () => answer(api.GET('/api/v1/api-keys', { params: { query: { limit: 500, sort: 'name' } } })),
});

/** Does something to a thing of one's account by its id, and shows what is left. */
function useEnding(key: string, end: (id: string) => Promise<unknown>, done: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: end,
    onSuccess: () => showDone(done),
    onSettled: () => Promise.all([key, 'me'].map((each) => client.invalidateQueries({ queryKey: [each] }))),
  });
}

export const useRemoveFactor = () =>
  useEnding('factors', (id) => answer(api.DELETE('/api/v1/auth/factors/{id}', { params: { path: { id } } })), t`Removed.`);

export const useEndSession = () =>
  useEnding('own-sessions', (id) => answer(api.DELETE('/api/v1/auth/sessions/{id}', { params: { path: { id } } })), t`Signed out there.`);

export const useRevokeKey = () =>
  useEnding('api-keys', (id) => answer(api.DELETE('/api/v1/api-keys/{id}', { params: { path: { id } } })), t`Revoked.`);

export function useRenewRecoveryCodes() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.POST('/api/v1/auth/factors/recovery-codes')),
    onSettled: () => client.invalidateQueries({ queryKey: ['factors'] }),
  });
}

export function useCreateKey() {
  const client = useQueryClient();
  return useMutation<NewApiKey, Error, NewApiKeyDraft>({
    meta: { showsOwnProblems: true },
    mutationFn: (body) => answer(api.POST('/api/v1/api-keys', { body })),
    onSettled: () => client.invalidateQueries({ queryKey: ['api-keys'] }),
  });
}
