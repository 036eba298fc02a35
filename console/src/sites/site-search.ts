import { searchReader, text } from '../app/search-params';

export interface SitesSearch {
  q?: string;
  clientId?: string;
  /** The site whose install dialog is open. */
  install?: string;
}

export const sitesSearch = searchReader<SitesSearch>({ q: text, clientId: text, install: text });
