import type { QueryClient } from '@tanstack/react-query';
import { answer, api } from './client';
import { tellNews } from './list-news';
import { pagesOf, type Listed } from './listed-devices';
import type { Device, DeviceDetail, Page } from './types';

/** What the event stream says: that something changed, never what it became. */
export interface ChangeEvent {
  kind: 'device' | 'deployment' | 'rollout' | 'launch' | 'support-session';
  id: string;
  deviceId?: string;
  siteId?: string;
}

/** Asks again only for what changed: the rows on screen in one request, counts and lists of that kind once. */
export async function applyChanges(client: QueryClient, changes: readonly ChangeEvent[]): Promise<void> {
  const devices = new Set(changes.map(deviceOf).filter((id) => id !== undefined));
  devices.forEach((id) => void client.invalidateQueries({ queryKey: ['device', id] }));
  if (changes.length > 0) void client.invalidateQueries({ queryKey: ['summary'] });
  if (changes.length > 0) void client.invalidateQueries({ queryKey: ['offboarding'] });
  if (changes.some(({ kind }) => kind === 'launch')) {
    void client.invalidateQueries({ queryKey: ['launches'] });
    void client.invalidateQueries({ queryKey: ['launch-permissions'] });
  }
  if (changes.some(({ kind }) => kind === 'support-session')) void client.invalidateQueries({ queryKey: ['support-sessions'] });
  if (changes.some(({ kind }) => kind === 'rollout' || kind === 'deployment')) {
    void client.invalidateQueries({ queryKey: ['rollouts'] });
    void client.invalidateQueries({ queryKey: ['causes'] });
  }
  if (changes.some(({ kind }) => kind === 'rollout')) void client.invalidateQueries({ queryKey: ['freeze'] });
  if (changes.some(({ kind }) => kind === 'device')) {
    void client.invalidateQueries({ queryKey: ['sites'] });
    void client.invalidateQueries({ queryKey: ['identity-doubts'] });
  }

  const shown = rowsOnScreen(client);
  const changedRows = [...devices].filter((id) => shown.has(id));
  if (changes.some((change) => change.kind === 'device' && !shown.has(change.id))) tellNews();
  if (changes.length > 0) void client.invalidateQueries({ queryKey: ['facets'] });
  await refreshRows(client, changedRows);
}

/** Everything may be different: what is on screen is read anew, and the long list when whoever reads it wants it. */
export function refetchEverything(client: QueryClient): void {
  tellNews();
  void client.invalidateQueries({ predicate: ({ queryKey }) => !isRows(queryKey) });
}

const isRows = (key: readonly unknown[]): boolean => key[0] === 'devices' && key[1] === 'rows';

function deviceOf(change: ChangeEvent): string | undefined {
  return change.kind === 'device' ? change.id : change.deviceId;
}

function rowsOnScreen(client: QueryClient): Set<string> {
  const lists = client.getQueriesData<Listed>({ queryKey: ['devices'], type: 'active' });
  return new Set(lists.flatMap(([, list]) => pagesOf(list).flatMap((page) => page.items.map(({ id }) => id))));
}

/** As many as one request may name. */
const ROWS_AT_ONCE = 100;

/** Reads the changed rows anew, and nothing else of the list; one that is not there any more leaves it. */
async function refreshRows(client: QueryClient, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += ROWS_AT_ONCE) {
    const asked = ids.slice(at, at + ROWS_AT_ONCE);
    const { items } = await answer(api.GET('/api/v1/devices', { params: { query: { ids: asked.join(), limit: ROWS_AT_ONCE } } }));
    const found = new Map(items.map((device) => [device.id, device]));
    const gone = new Set(asked.filter((id) => !found.has(id)));
    changeLists(client, asked, (row) => (gone.has(row.id) ? [] : [found.get(row.id) ?? row]));
  }
}

/** Puts the newest state of a device into every list that shows it. */
export function replaceDevice(client: QueryClient, device: DeviceDetail): void {
  changeLists(client, [device.id], (row) => [row.id === device.id ? { ...row, ...device } : row]);
}

/** Pages without any of these rows stay the same objects, so that nothing of them is drawn again. */
function changeLists(client: QueryClient, ids: readonly string[], change: (row: Device) => Device[]): void {
  const changed = new Set(ids);
  const patched = (page: Page<Device>): Page<Device> =>
    page.items.some(({ id }) => changed.has(id)) ? { ...page, items: page.items.flatMap(change) } : page;
  client.setQueriesData<Listed>({ queryKey: ['devices'] }, (list) => {
    if (!list) return list;
    return 'pages' in list ? { ...list, pages: list.pages.map(patched) } : patched(list);
  });
}
