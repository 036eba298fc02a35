import { searchReader, text } from '../app/search-params';

/** A new group may begin with the filter somebody has just searched by. */
export const newGroupSearch = searchReader<{ filter?: string }>({ filter: text });
