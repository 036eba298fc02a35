import { searchReader, text } from '../app/search-params';

export interface UsersSearch {
  /** The id of the user whose form is open, or `new`. */
  edit?: string;
}

export const usersSearch = searchReader<UsersSearch>({ edit: text });
