import { oneOf, searchReader } from '../app/search-params';
import type { Grouping } from './times-query';

export interface TimesSearch {
  by?: Grouping;
}

export const timesSearch = searchReader<TimesSearch>({ by: oneOf('site', 'provider', 'week') });
