import { searchReader, text } from '../app/search-params';

/** The install dialog while no site is chosen in it. */
export const ANY_SITE = 'any';

export interface SitesSearch {
  q?: string;
  clientId?: string;
  /** The install dialog is open: for this site, or {@link ANY_SITE}. */
  install?: string;
}

export const sitesSearch = searchReader<SitesSearch>({ q: text, clientId: text, install: text });
