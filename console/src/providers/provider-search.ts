import { oneOf, searchReader } from '../app/search-params';

export const PROVIDER_TABS = ['overview', 'nodes', 'shares', 'settings', 'events'] as const;
export type ProviderTab = (typeof PROVIDER_TABS)[number];

export interface ProviderSearch {
  tab?: ProviderTab;
}

export const providerSearch = searchReader<ProviderSearch>({ tab: oneOf(...PROVIDER_TABS) });
