import { t } from '@lingui/core/macro';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { showDone } from '../api/show-problem';
import type { ProviderInstance } from '../api/types';

type Texts = Record<string, string>;

/** What can be connected, and what has to be said for it. */
export const kindsQuery = queryOptions({
  queryKey: ['provider-kinds'],
  queryFn: () => answer(api.GET('/api/v1/provider-kinds')),
  staleTime: Infinity,
});

export interface ConnectionDraft {
  name: string;
  region: string;
  /** By the keys of the kind's fields. */
  connection: Texts;
}

const at = ({ id, version }: Pick<ProviderInstance, 'id' | 'version'>) => ({ path: { id }, header: { 'if-match': `"${version}"` } });

function useChangesProviders() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['provider-instances'] });
}

export function useAddProvider(kind: string) {
  const changed = useChangesProviders();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: ({ name, region, connection }: ConnectionDraft) =>
      answer(api.POST('/api/v1/provider-instances', { body: { kind, name, connection, ...(region ? { region } : {}) } })),
    onSettled: changed,
  });
}

export function useChangeProvider(instance: Pick<ProviderInstance, 'id' | 'version'>) {
  const changed = useChangesProviders();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (body: { enabled?: boolean; connection?: Texts }) =>
      answer(api.PATCH('/api/v1/provider-instances/{id}', { params: at(instance), body })),
    onSuccess: () => showDone(t`Saved.`),
    onSettled: changed,
  });
}

export function useDeleteProvider(instance: Pick<ProviderInstance, 'id' | 'version'>) {
  const changed = useChangesProviders();
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/provider-instances/{id}', { params: at(instance) })),
    onSuccess: () => showDone(t`Deleted.`),
    onSettled: changed,
  });
}

/** Asks a server by a connection that is not stored; what is left out is taken from the instance. */
export function useTryConnection(kind: string, providerInstanceId: string | null) {
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (connection: Texts) => answer(api.POST('/api/v1/provider-connections/test', { body: { kind, connection, providerInstanceId } })),
  });
}

export function useRenewHintAddress(id: string) {
  const changed = useChangesProviders();
  return useMutation({
    mutationFn: () => answer(api.POST('/api/v1/provider-instances/{id}/hint-address', { params: { path: { id } } })),
    onSettled: changed,
  });
}

export function useRemoveHintAddress(id: string) {
  const changed = useChangesProviders();
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/provider-instances/{id}/hint-address', { params: { path: { id } } })),
    onSettled: changed,
  });
}
