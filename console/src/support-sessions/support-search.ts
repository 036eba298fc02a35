import { oneOf, searchReader, text } from '../app/search-params';

export interface SupportSearch {
  show?: 'ended';
  /** The session that is looked at. */
  session?: string;
  cursor?: string;
}

export const supportSearch = searchReader<SupportSearch>({ show: oneOf('ended'), session: text, cursor: text });

export interface SupportScreenSearch {
  mode?: 'view' | 'control';
}

export const supportScreenSearch = searchReader<SupportScreenSearch>({ mode: oneOf('view', 'control') });
