import { oneOf, searchReader, text } from '../app/search-params';

export interface PackagesSearch {
  tab?: 'packages' | 'sites';
  q?: string;
  /** The site somebody came here for: it is ticked already. */
  site?: string;
}

export interface PackageSearch {
  tab?: 'policies' | 'sites' | 'exclusions';
  q?: string;
}

export const packagesSearch = searchReader<PackagesSearch>({ tab: oneOf('packages', 'sites'), q: text, site: text });
export const packageSearch = searchReader<PackageSearch>({ tab: oneOf('policies', 'sites', 'exclusions'), q: text });
