import { oneOf, searchReader, text } from '../app/search-params';

export interface SessionsSearch {
  show?: 'live' | 'all';
  cursor?: string;
}

export const sessionsSearch = searchReader<SessionsSearch>({ show: oneOf('live', 'all'), cursor: text });
