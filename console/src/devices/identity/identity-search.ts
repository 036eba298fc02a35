import { searchReader, text } from '../../app/search-params';

export const identitySearch = searchReader<{ q?: string; cursor?: string }>({ q: text, cursor: text });
