import type { DataSource } from 'typeorm';
import { randomIds } from '../../src/platform/ids.js';
import { keepNoSettings } from './no-settings.js';
import type { SmallFleet } from './small-fleet.js';

/** Makes the first device of a fleet one that can be opened: deployed, proven and connected, as `remote-1` at its provider. */
export async function makeReady(database: DataSource, { instanceId, siteId, deviceIds: [deviceId] }: Pick<SmallFleet, 'instanceId' | 'siteId' | 'deviceIds'>): Promise<void> {
  const id = randomIds.uuid();
  await keepNoSettings(database);
  await database.query(
    `INSERT INTO deployment (id, device_id, provider_instance_id, site_id, desired, generation, released_settings, newest_settings, settings_hash, incarnation) VALUES ($1, $2, $3, $4, 'present', 1, 'none', 'none', 'x', 1)`,
    [id, deviceId, instanceId, siteId],
  );
  await database.query(`INSERT INTO deployment_evidence (deployment_id, remote_id, verified_remote_id, verified_incarnation, verified_at) VALUES ($1, 'remote-1', 'remote-1', 1, now())`, [id]);
  await database.query(`INSERT INTO deployment_status (deployment_id, device_id, phase, generation) VALUES ($1, $2, 'READY', 1)`, [id, deviceId]);
  await database.query(`INSERT INTO remote_endpoint (provider_instance_id, remote_id, device_id, connected) VALUES ($1, 'remote-1', $2, true)`, [instanceId, deviceId]);
}
