import { searchReader, text } from '../app/search-params';

export interface AccessReportSearch {
  site?: string;
  /** How many days back. */
  days?: string;
}

export const accessReportSearch = searchReader<AccessReportSearch>({ site: text, days: text });
