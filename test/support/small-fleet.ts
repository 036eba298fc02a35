import type { DataSource } from 'typeorm';
import { randomIds } from '../../src/platform/ids.js';

/** A client with one site, a package that turns remote access on, and as many Linux devices as wanted; nothing assigned yet. */
export interface SmallFleet {
  readonly instanceId: string;
  readonly clientId: string;
  readonly siteId: string;
  readonly policyId: string;
  readonly packageId: string;
  readonly deviceIds: readonly string[];
  assign(): Promise<string>;
  unassign(): Promise<void>;
  setLink(deviceId: string, online: boolean): Promise<void>;
}

export async function smallFleet(database: DataSource, devices: number, settings: Record<string, unknown> = { enabled: true }): Promise<SmallFleet> {
  const [instanceId, clientId, siteId, policyId, packageId] = Array.from({ length: 5 }, () => randomIds.uuid()) as [string, string, string, string, string];
  await database.query('INSERT INTO installation (id) VALUES ($1) ON CONFLICT DO NOTHING', [randomIds.uuid()]);
  await database.query(`INSERT INTO provider_instance (id, kind, name, embedded, health) VALUES ($1, 'mesh-central', 'Embedded engine', true, 'reachable')`, [instanceId]);
  await database.query(`INSERT INTO client (id, name) VALUES ($1, 'Riverside Dental')`, [clientId]);
  await database.query(`INSERT INTO site (id, client_id, name, time_zone) VALUES ($1, $2, 'HQ', 'Europe/Berlin')`, [siteId, clientId]);
  await database.query(`INSERT INTO policy (id, category, type, name, settings) VALUES ($1, 'devices', 'remote-access', 'Standard', $2)`, [policyId, JSON.stringify(settings)]);
  await database.query(`INSERT INTO package (id, name) VALUES ($1, 'Managed')`, [packageId]);
  await database.query('INSERT INTO package_entry (package_id, policy_id, position) VALUES ($1, $2, 0)', [packageId, policyId]);
  const deviceIds: string[] = [];
  for (let index = 0; index < devices; index++) deviceIds.push(await enrolled(database, siteId, `front desk ${index + 1}`));
  return {
    instanceId, clientId, siteId, policyId, packageId, deviceIds,
    assign: async () => {
      const id = randomIds.uuid();
      await database.query('INSERT INTO assignment (id, package_id, site_id) VALUES ($1, $2, $3)', [id, packageId, siteId]);
      return id;
    },
    unassign: async () => {
      await database.query('DELETE FROM assignment WHERE site_id = $1', [siteId]);
    },
    setLink: (deviceId, online) => setLink(database, deviceId, online),
  };
}

/** A device as enrolment leaves it, connected. */
export async function enrolled(database: DataSource, siteId: string, hostname: string, os = 'linux'): Promise<string> {
  const id = randomIds.uuid();
  await database.query(
    `INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, arch) VALUES ($1, $2, $3, $4, $5, $6, 'x64')`,
    [id, siteId, randomIds.secret(32).toString('hex'), randomIds.secret(32).toString('base64url'), hostname, os],
  );
  await setLink(database, id, true);
  return id;
}

async function setLink(database: DataSource, deviceId: string, online: boolean): Promise<void> {
  await database.query(
    `INSERT INTO device_presence (device_id, online, connected_at, offline_since, last_seen_at) VALUES ($1, $2, now(), CASE WHEN $2 THEN NULL ELSE now() END, now())
     ON CONFLICT (device_id) DO UPDATE SET online = excluded.online, offline_since = excluded.offline_since, last_seen_at = now()`,
    [deviceId, online],
  );
  await database.query('UPDATE deployment SET due_at = now() WHERE device_id = $1', [deviceId]);
}
