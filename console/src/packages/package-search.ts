import { oneOf, searchReader, text } from '../app/search-params';

export interface PackagesSearch {
  tab?: 'packages' | 'sites';
  q?: string;
}

export interface PackageSearch {
  tab?: 'policies' | 'sites';
  q?: string;
}

export const packagesSearch = searchReader<PackagesSearch>({ tab: oneOf('packages', 'sites'), q: text });
export const packageSearch = searchReader<PackageSearch>({ tab: oneOf('policies', 'sites'), q: text });
