import type { Tx } from '../../../src/platform/database/unit-of-work.js';
import type { Fleet } from './naive-oracle.js';

type Row = Record<string, unknown>;

/** The names of a fleet as ids of the database, in the same order, and back. */
export class FleetIds {
  private readonly ids = new Map<string, string>();
  private readonly names = new Map<string, string>();

  constructor(fleet: Fleet) {
    const kinds = [fleet.sites, fleet.groups, ...[fleet.devices, fleet.policies, fleet.packages, fleet.assignments, fleet.apart].map((all) => all.map(({ id }) => id))];
    kinds.forEach((names, kind) =>
      [...names].sort().forEach((name, index) => {
        const id = `00000000-0000-4000-8000-00000000${String(kind + 1).padStart(2, '0')}${String(index).padStart(2, '0')}`;
        this.ids.set(name, id);
        this.names.set(id, name);
      }),
    );
  }

  of(name: string): string {
    const id = this.ids.get(name);
    if (!id) throw new Error(`${name} is nobody of this fleet`);
    return id;
  }

  /** Every id in an answer by the name that it stands for; lists of words are sorted by these names. */
  named<T>(answer: T): T {
    const text = JSON.stringify(answer).replace(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, (id) => this.names.get(id) ?? id);
    return JSON.parse(text, (_, value: unknown) => (Array.isArray(value) && value.every((each) => typeof each === 'string') ? value.sort() : value)) as T;
  }
}

/** Writes a fleet as the product would have left it; its `now` is the time of the transaction. */
export async function writeFleet(tx: Tx, fleet: Fleet, ids: FleetIds): Promise<void> {
  const client = '00000000-0000-4000-8000-000000009900';
  const instance = '00000000-0000-4000-8000-000000009901';
  const insert = (table: string, rows: readonly Row[]): Promise<unknown> => insertRows(tx, table, rows);
  const [{ now }]: [{ now: Date }] = await tx.query('SELECT now() AS now');
  // The transaction's time has microseconds, which a Date has not; so "over now" is a moment ago.
  const ahead = now.getTime() - new Date(fleet.now).getTime();
  const moved = (time: string | null): Date | null => (time === null ? null : new Date(new Date(time).getTime() + ahead));
  await insert('client', [{ id: client, name: 'Client' }]);
  await insert('provider_instance', [{ id: instance, kind: 'mesh-central', name: 'Embedded', embedded: true, health: 'reachable' }]);
  await insert('site', fleet.sites.map((id) => ({ id: ids.of(id), client_id: client, name: id, time_zone: 'UTC' })));
  await insert('device_group', fleet.groups.map((id) => ({ id: ids.of(id), name: id, filter: `tag:${id}` })));
  await insert('device', fleet.devices.map(({ id, site, groups }) => ({ id: ids.of(id), site_id: ids.of(site), hardware_id: id, public_key: id, hostname: id, os: 'linux', arch: 'x64', tags: `{${groups.join()}}` })));
  await insert('device_group_member', fleet.devices.flatMap(({ id, groups }) => groups.map((group) => ({ group_id: ids.of(group), device_id: ids.of(id) }))));
  await insert('policy', fleet.policies.map(({ id, enabled, settings }) => ({ id: ids.of(id), category: 'devices', type: 'remote-access', name: id, enabled, settings: JSON.stringify(settings) })));
  await insert('package', fleet.packages.map(({ id }) => ({ id: ids.of(id), name: id })));
  await insert('package_entry', fleet.packages.flatMap(({ id, entries }) =>
    entries.map(({ policy, group }, position) => ({ package_id: ids.of(id), policy_id: ids.of(policy), position, device_group_id: group === null ? null : ids.of(group) })),
  ));
  await insert('assignment', fleet.assignments.map(({ id, package: pack, site, priority, at }) => ({ id: ids.of(id), package_id: ids.of(pack), site_id: ids.of(site), priority, created_at: at })));
  await insert('device_override', fleet.overrides.map(({ device, settings, mayLoosen, reason, author, expires }) => ({ device_id: ids.of(device), settings: JSON.stringify(settings), may_loosen: mayLoosen, reason, author_name: author, expires_at: moved(expires) })));
  await insert('exclusion', fleet.apart.map(({ id, kind, target, at, expires, ended }) => ({
    id: ids.of(id), kind, [targetColumn(fleet, target)]: ids.of(target), reason: 'because', author_name: 'Dana', created_at: at, expires_at: moved(expires), ended_at: ended ? now : null, end_reason: ended ? 'withdrawn' : null,
  })));
  await tx.query('UPDATE policy_locks SET settings = $1', [JSON.stringify(fleet.locks)]);
}

function targetColumn(fleet: Fleet, target: string): string {
  return fleet.sites.includes(target) ? 'site_id' : fleet.groups.includes(target) ? 'device_group_id' : 'device_id';
}

async function insertRows(tx: Tx, table: string, rows: readonly Row[]): Promise<void> {
  for (const row of rows) {
    const columns = Object.keys(row);
    await tx.query(`INSERT INTO ${table} (${columns.join()}) VALUES (${columns.map((_, index) => `$${index + 1}`).join()})`, Object.values(row));
  }
}
