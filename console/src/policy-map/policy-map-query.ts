import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';

/** What the map is narrowed to; everything where nothing is said. */
export interface MapFilter {
  policyId?: string | undefined;
  packageId?: string | undefined;
  clientId?: string | undefined;
  siteId?: string | undefined;
}

/** What reaches what: policies, packages, sites, and how the devices there stand. */
export const policyMapQuery = (filter: MapFilter = {}) =>
  queryOptions({
    queryKey: ['policy-map', filter],
    queryFn: () => answer(api.GET('/api/v1/policy-map', { params: { query: filter } })),
  });
