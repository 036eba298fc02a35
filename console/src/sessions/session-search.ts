import { oneOf, searchReader, text } from '../app/search-params';
import { MODES, type Mode } from '../api/types';

export interface SessionsSearch {
  show?: 'live' | 'history';
  q?: string;
  mode?: Mode;
  /** How many days back. */
  days?: '1' | '7' | '31';
  mine?: 'yes';
  cursor?: string;
}

export const sessionsSearch = searchReader<SessionsSearch>({
  show: oneOf('live', 'history'),
  q: text,
  mode: oneOf(...MODES),
  days: (value) => oneOf('1', '7', '31')(text(value)),
  mine: oneOf('yes'),
  cursor: text,
});
