import { oneOf, searchReader, text } from '../app/search-params';

export interface ApprovalsSearch {
  /** Absent: what waits. */
  show?: 'waiting' | 'all';
  cursor?: string;
}

export const approvalsSearch = searchReader<ApprovalsSearch>({ show: oneOf('waiting', 'all'), cursor: text });
