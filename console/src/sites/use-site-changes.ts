import { select, t } from '@lingui/core/macro';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api } from '../api/client';
import type { Client, Site } from '../api/types';
import type { ChangeRequest, Terms } from '../plans/change-request';
import { useChange } from '../plans/use-change';

interface SiteDraft {
  name: string;
  timeZone: string;
  region: string | null;
}

/** Whose the site is, or where its devices have their remote access: what moves devices when it changes. */
export type SiteMove = { clientId: string } | { placement: { providerInstanceId: string; reason?: string } | null };

const refetchPlaces = (client: QueryClient): Promise<unknown> =>
  Promise.all(['clients', 'sites', 'assignments'].map((key) => client.invalidateQueries({ queryKey: [key] })));

/** The tag of a version, as the server writes it. */
const tagOf = (version: number): string => `"${version}"`;

/** Adds a client, or renames the given one. */
export function useSaveClient(client?: { id: string; version: number }) {
  const queries = useQueryClient();
  return useChange({
    request:
      (body: { name: string }): ChangeRequest<Client> =>
      ({ query, header }) =>
        client
          ? api.PATCH('/api/v1/clients/{id}', {
              params: { path: { id: client.id }, query, header: { 'if-match': tagOf(client.version), ...header } },
              body,
            })
          : api.POST('/api/v1/clients', { params: { query, header }, body }),
    words: ({ name }) => ({ title: t`${select(client ? 'yes' : 'no', { yes: 'Rename the', other: 'Add the' })} client “${name}”`, confirm: t`Save` }),
    preview: client ? 'when-large' : 'if-refused',
    done: ({ name }) => (client ? t`Saved.` : t`Client “${name}” added.`),
    settled: () => refetchPlaces(queries),
    showsOwnProblems: true,
  });
}

/** The request that changes a site, based on the version that was shown. */
export const changeSite =
  (site: { id: string; version: number }, body: Partial<SiteDraft> | SiteMove) =>
  ({ query, header }: Terms) =>
    api.PATCH('/api/v1/sites/{id}', {
      params: { path: { id: site.id }, query, header: { 'if-match': tagOf(site.version), ...header } },
      body,
    });

/** Adds a site to a client, or changes the given one. */
export function useSaveSite(clientId: string, site?: { id: string; version: number }) {
  const queries = useQueryClient();
  return useChange({
    request:
      (draft: SiteDraft): ChangeRequest<Site> =>
      (terms) =>
        site
          ? changeSite(site, draft)(terms)
          : api.POST('/api/v1/sites', { params: terms, body: { clientId, ...draft } }),
    words: ({ name }) => ({ title: t`${select(site ? 'yes' : 'no', { yes: 'Save', other: 'Add' })} the site “${name}”`, confirm: t`Save` }),
    preview: site ? 'when-large' : 'if-refused',
    done: ({ name }) => (site ? t`Saved.` : t`Site “${name}” added.`),
    settled: () => refetchPlaces(queries),
    showsOwnProblems: true,
  });
}

/** Moves a site to another client or provider instance, with all its devices. */
export function useMoveSite(site: Pick<Site, 'id' | 'name' | 'version'>) {
  const queries = useQueryClient();
  return useChange({
    request: ({ move }: { move: SiteMove; title: string }) => changeSite(site, move),
    words: ({ title }) => ({ title, confirm: t`Move` }),
    preview: 'always',
    done: () => t`${site.name} is moved.`,
    settled: () => refetchPlaces(queries),
    showsOwnProblems: true,
  });
}

export function useDeleteClient() {
  const queries = useQueryClient();
  return useChange({
    request:
      ({ id }: Pick<Client, 'id' | 'name' | 'leavingSince'>) =>
      (terms) =>
        api.DELETE('/api/v1/clients/{id}', { params: { path: { id }, ...terms } }),
    words: ({ name, leavingSince }) =>
      leavingSince
        ? { title: t`Archive the client “${name}”`, confirm: t`Archive the client`, danger: true }
        : { title: t`Delete the client “${name}”`, confirm: t`Delete the client`, danger: true },
    preview: 'always',
    done: () => t`Client removed from every list.`,
    settled: () => refetchPlaces(queries),
  });
}

export function useDeleteSite() {
  const queries = useQueryClient();
  return useChange({
    request:
      ({ id }: Pick<Site, 'id' | 'name'>) =>
      (terms) =>
        api.DELETE('/api/v1/sites/{id}', { params: { path: { id }, ...terms } }),
    words: ({ name }) => ({ title: t`Delete the site “${name}”`, confirm: t`Delete the site`, danger: true }),
    preview: 'always',
    done: () => t`Site deleted.`,
    settled: () => refetchPlaces(queries),
  });
}
