import { searchReader, text } from '../app/search-params';

export interface SignInSearch {
  /** Where to go afterwards; only paths of this console are honoured. */
  next?: string;
}

export const signInSearch = searchReader<SignInSearch>({ next: text });
