import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { showDone } from '../api/show-problem';

interface SiteDraft {
  name: string;
  timeZone: string;
  region: string | null;
}

const refetchPlaces = (client: QueryClient): Promise<unknown> =>
  Promise.all(['clients', 'sites', 'assignments'].map((key) => client.invalidateQueries({ queryKey: [key] })));

/** The tag of a version, as the server writes it. */
const tagOf = (version: number): string => `"${version}"`;

/** Adds a client, or renames the given one. */
export function useSaveClient(client?: { id: string; version: number }) {
  const queries = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (body: { name: string }) =>
      client
        ? answer(
            api.PATCH('/api/v1/clients/{id}', {
              params: { path: { id: client.id }, header: { 'if-match': tagOf(client.version) } },
              body,
            }),
          )
        : answer(api.POST('/api/v1/clients', { body })),
    onSuccess: ({ name }) => showDone(client ? 'Saved.' : `Client “${name}” added.`),
    onSettled: () => refetchPlaces(queries),
  });
}

/** Adds a site to a client, or changes the given one. */
export function useSaveSite(clientId: string, site?: { id: string; version: number }) {
  const queries = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (draft: SiteDraft) =>
      site
        ? answer(
            api.PATCH('/api/v1/sites/{id}', {
              params: { path: { id: site.id }, header: { 'if-match': tagOf(site.version) } },
              body: draft,
            }),
          )
        : answer(api.POST('/api/v1/sites', { body: { clientId, ...draft } })),
    onSuccess: ({ name }) => showDone(site ? 'Saved.' : `Site “${name}” added.`),
    onSettled: () => refetchPlaces(queries),
  });
}

export function useDeleteClient() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/api/v1/clients/{id}', { params: { path: { id } } })),
    onSuccess: () => showDone('Client removed from every list.'),
    onSettled: () => refetchPlaces(queries),
  });
}

export function useDeleteSite() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/api/v1/sites/{id}', { params: { path: { id } } })),
    onSuccess: () => showDone('Site deleted.'),
    onSettled: () => refetchPlaces(queries),
  });
}
