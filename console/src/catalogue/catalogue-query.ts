import { queryOptions, useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { CatalogueEntry } from '../api/types';

/** What every phase and error code means; it changes only with the version of the server. */
export const catalogueQuery = queryOptions({
  queryKey: ['status-catalogue'],
  queryFn: () => answer(api.GET('/api/v1/status-catalogue')),
  staleTime: Infinity,
});

/** The entry of one code; undefined while it is unknown here. */
export function useCatalogueEntry(code: string | null | undefined): CatalogueEntry | undefined {
  const catalogue = useQuery({ ...catalogueQuery, enabled: Boolean(code) });
  return code ? catalogue.data?.errors.find((entry) => entry.code === code) : undefined;
}

/** The title of any code; undefined while it is unknown here. */
export function useTitleOf(): (code: string | null | undefined) => string | undefined {
  const catalogue = useQuery(catalogueQuery);
  return (code) => catalogue.data?.errors.find((entry) => entry.code === code)?.title;
}

/** Who can put something right, in the catalogue's words. */
export function useWhoInWords(): (who: string) => string {
  const catalogue = useQuery(catalogueQuery);
  return (who) => catalogue.data?.who[who] ?? who;
}
