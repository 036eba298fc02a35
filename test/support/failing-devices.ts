import type { ApiClient } from './api-client.js';
import type { RunningInstallation } from './running-installation.js';

/** Failures as they stand in a fleet on a bad day: many devices, few causes. */
const FAILURES = [
  { code: 'RA-SEC-01', phase: 'FAILED', devices: 9, name: 'scanner' },
  { code: 'RA-NET-02', phase: 'RETRY_WAIT', devices: 6, name: 'till' },
] as const;

const FAIL = `
  WITH made AS (
    INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, arch)
    SELECT gen_random_uuid(), $1, gen_random_uuid()::text, gen_random_uuid()::text, $5 || ' ' || n, 'linux', 'x64'
      FROM generate_series(1, $2::int) AS n RETURNING id, site_id
  ), begun AS (
    INSERT INTO deployment (id, device_id, provider_instance_id, site_id, desired, generation, released_settings, newest_settings, settings_hash, incarnation, due_at, pinned_by)
    SELECT gen_random_uuid(), m.id, i.id, m.site_id, 'present', 1, 'of failing devices', 'of failing devices', 'x', 1, now() + interval '1 day', x.id
      FROM made m CROSS JOIN (SELECT id FROM provider_instance LIMIT 1) i JOIN exclusion x ON x.site_id = m.site_id RETURNING id, device_id
  ), seen AS (
    INSERT INTO deployment_evidence (deployment_id, failure_code, failure_detail, failure_generation, failure_at, attempts, next_attempt_at)
    SELECT id, $4, 'as reported', 1, now(), 3, now() + interval '1 day' FROM begun
  ), present AS (
    INSERT INTO device_presence (device_id, online, connected_at, last_seen_at) SELECT device_id, true, now(), now() + interval '1 day' FROM begun
  )
  INSERT INTO deployment_status (deployment_id, device_id, phase, error_code, generation, since) SELECT id, device_id, $3, $4, 1, now() - interval '20 minutes' FROM begun`;

/** A site whose devices fail by two causes; pinned, so that core finds nothing to change, and judged again they fail again. */
export async function failingDevices(installation: RunningInstallation, operator: ApiClient, clientId: string): Promise<void> {
  const { id: siteId } = await operator.create('/sites', { clientId, name: 'Warehouse' });
  await operator.create('/exclusions', { kind: 'pin', target: { siteId }, reason: 'Stocktaking.' });
  await installation.rows(`INSERT INTO effective_settings (hash, settings) VALUES ('of failing devices', '{"enabled": true}') ON CONFLICT DO NOTHING`);
  for (const { code, phase, devices, name } of FAILURES) await installation.rows(FAIL, [siteId, devices, phase, code, name]);
}
