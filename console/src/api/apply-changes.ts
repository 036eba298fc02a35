import type { QueryClient } from '@tanstack/react-query';
import { answer, api } from './client';
import { isMissing } from './problem';
import type { Device, DeviceDetail, Page } from './types';

/** What the event stream says: that something changed, never what it became. */
export interface ChangeEvent {
  kind: 'device' | 'deployment' | 'rollout' | 'launch' | 'support-session';
  id: string;
  deviceId?: string;
  siteId?: string;
}

/** Above this many changed rows one page costs less than its rows singly. */
const ROWS_SINGLY = 12;

/** Asks again only for what changed: rows on screen one by one, counts and lists of that kind once. */
export async function applyChanges(client: QueryClient, changes: readonly ChangeEvent[]): Promise<void> {
  const devices = new Set(changes.map(deviceOf).filter((id) => id !== undefined));
  devices.forEach((id) => void client.invalidateQueries({ queryKey: ['device', id] }));
  if (changes.length > 0) void client.invalidateQueries({ queryKey: ['summary'] });
  if (changes.length > 0) void client.invalidateQueries({ queryKey: ['offboarding'] });
  if (changes.some(({ kind }) => kind === 'launch')) void client.invalidateQueries({ queryKey: ['launches'] });
  if (changes.some(({ kind }) => kind === 'rollout' || kind === 'deployment'))
    void client.invalidateQueries({ queryKey: ['rollouts'] });
  if (changes.some(({ kind }) => kind === 'rollout')) void client.invalidateQueries({ queryKey: ['freeze'] });
  if (changes.some(({ kind }) => kind === 'device')) {
    void client.invalidateQueries({ queryKey: ['sites'] });
    void client.invalidateQueries({ queryKey: ['identity-doubts'] });
  }

  const shown = rowsOnScreen(client);
  const changedRows = [...devices].filter((id) => shown.has(id));
  const arrived = changes.some((change) => change.kind === 'device' && !shown.has(change.id));
  if (arrived || changedRows.length > ROWS_SINGLY) {
    await client.invalidateQueries({ queryKey: ['devices'] });
  } else {
    await Promise.all(changedRows.map((id) => refreshRow(client, id)));
  }
}

export function refetchEverything(client: QueryClient): void {
  void client.invalidateQueries();
}

function deviceOf(change: ChangeEvent): string | undefined {
  return change.kind === 'device' ? change.id : change.deviceId;
}

function rowsOnScreen(client: QueryClient): Set<string> {
  const pages = client.getQueriesData<Page<Device>>({ queryKey: ['devices'], type: 'active' });
  return new Set(pages.flatMap(([, page]) => page?.items.map(({ id }) => id) ?? []));
}

async function refreshRow(client: QueryClient, id: string): Promise<void> {
  try {
    const device = await answer(api.GET('/api/v1/devices/{id}', { params: { path: { id } } }));
    replaceDevice(client, device);
  } catch (error) {
    if (isMissing(error)) await client.invalidateQueries({ queryKey: ['devices'] });
  }
}

/** Puts the newest state of a device into every list that shows it. */
export function replaceDevice(client: QueryClient, device: DeviceDetail): void {
  client.setQueriesData<Page<Device>>(
    { queryKey: ['devices'] },
    (page) => page && { ...page, items: page.items.map((row) => (row.id === device.id ? { ...row, ...device } : row)) },
  );
}
