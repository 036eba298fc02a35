/**
 * A protocol double of ScreenConnect: what the provider notes say that a server answers, over real HTTP and in memory.
 * Written from those notes, not from the adapter; the numbers of sections in these files are theirs.
 */
export { EXTENSION, ScreenConnectDouble, type Fault } from './screen-connect-double.js';
export { filterOf } from './filter-language.js';
export { EVENT, PROCESS_TYPE, SESSION_TYPE, type DoubleSession } from './session-store.js';
export type { ServerIdentity } from './public-pages.js';
