import type { Device, Page } from './types';

/** One page of devices as a query keeps it, or all pages that somebody has scrolled through. */
export type Listed = Page<Device> | { pages: Page<Device>[]; pageParams: unknown[] };

export function pagesOf(list: Listed | undefined): Page<Device>[] {
  if (!list) return [];
  return 'pages' in list ? list.pages : [list];
}
