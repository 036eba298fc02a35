import { searchReader, text } from '../app/search-params';

export interface SignInSearch {
  /** Where to go afterwards; only paths of this console are honoured. */
  next?: string;
  /** Why somebody who came back from the identity provider was not let in. */
  refused?: string;
}

export const signInSearch = searchReader<SignInSearch>({ next: text, refused: text });
