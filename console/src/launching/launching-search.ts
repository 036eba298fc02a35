import { MODES, type Mode } from '../api/types';
import { oneOf, searchReader } from '../app/search-params';

export const launchingSearch = searchReader<{ mode?: Mode }>({ mode: oneOf(...MODES) });
