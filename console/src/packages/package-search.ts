import { oneOf, searchReader, text } from '../app/search-params';

export interface PackagesSearch {
  tab?: 'packages' | 'sites';
  q?: string;
  /** The site somebody came here for: it is ticked already. */
  site?: string;
}

export const PACKAGE_TABS = ['policies', 'sites', 'exclusions', 'history'] as const;
export type PackageTab = (typeof PACKAGE_TABS)[number];

export interface PackageSearch {
  tab?: PackageTab;
  q?: string;
}

export const packagesSearch = searchReader<PackagesSearch>({ tab: oneOf('packages', 'sites'), q: text, site: text });
export const packageSearch = searchReader<PackageSearch>({ tab: oneOf(...PACKAGE_TABS), q: text });
