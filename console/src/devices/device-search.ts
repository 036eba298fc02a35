import type { OperatingSystem } from '../api/types';
import { flag, oneOf, searchReader, text } from '../app/search-params';

export const DRAWER_TABS = [
  'summary',
  'deployment',
  'timeline',
  'policy',
  'override',
  'sessions',
  'inventory',
] as const;
export type DrawerTab = (typeof DRAWER_TABS)[number];

/** What the computers page shows, all of it in the address: a link shows a colleague the same. */
export interface DeviceSearch {
  q?: string;
  clientId?: string;
  siteId?: string;
  phase?: string;
  errorCode?: string;
  os?: OperatingSystem;
  online?: boolean;
  tag?: string;
  sort?: string;
  /** The saved view that this began with. */
  view?: string;
  device?: string;
  tab?: DrawerTab;
  /** The setting of the effective policy whose why is open. */
  setting?: string;
}

export const deviceSearch = searchReader<DeviceSearch>({
  q: text,
  clientId: text,
  siteId: text,
  phase: text,
  errorCode: text,
  os: oneOf('windows', 'macos', 'linux'),
  online: flag,
  tag: text,
  sort: text,
  view: text,
  device: text,
  tab: oneOf(...DRAWER_TABS),
  setting: text,
});
