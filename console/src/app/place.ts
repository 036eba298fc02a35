import { useSearch } from '@tanstack/react-router';
import { searchReader, text } from './search-params';

/** The client or the site that somebody looks at, and nothing else; in the address, so that a link and a reload keep it. */
export interface Place {
  clientId?: string;
  siteId?: string;
}

export const placeSearch = searchReader<Place>({ clientId: text, siteId: text });

/** Where the person at the screen is looking; empty is everywhere. */
export function usePlace(): Place {
  const { clientId, siteId }: Place = useSearch({ strict: false });
  return { ...(clientId === undefined ? {} : { clientId }), ...(siteId === undefined ? {} : { siteId }) };
}
