import { oneOf, searchReader, text } from '../app/search-params';

export interface PolicyMapSearch {
  /** As it is drawn; without it as a map where there is room for one, else as a list. */
  as?: 'map' | 'list';
  policyId?: string;
  packageId?: string;
}

export const policyMapSearch = searchReader<PolicyMapSearch>({ as: oneOf('map', 'list'), policyId: text, packageId: text });
