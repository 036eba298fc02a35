import type { DataSource } from 'typeorm';
import { type ExpressibleByKind, classesOfSites, classParameter } from '../../src/deployments/classes-of-sites.js';
import { counted } from '../../src/deployment-status/tally/tally-sql.js';
import { expressibleBy } from '../../src/remote-access/index.js';

/** Two sites of the fleet are measured; nothing is assigned to them. */
export interface Fleet {
  readonly instanceId: string;
  readonly packageId: string;
  /** 1,000 devices in two classes. */
  readonly plainSite: string;
  /** 1,000 devices, each with an override of its own: as many classes as devices. */
  readonly unlikeSite: string;
}

export const DEVICES_PER_SITE = 1000;
const SITES_AT_ONCE = 100;
export const EXPRESSIBLE: ExpressibleByKind = expressibleBy;

/** Fills an empty, migrated database with a fleet that is at rest: every device of every assigned site Ready, nothing due, nothing dirty. */
export async function seedFleet(source: DataSource, size: number): Promise<void> {
  const runner = source.createQueryRunner();
  try {
    // Bulk loading: neither triggers nor foreign keys; what is written is consistent by construction.
    await runner.query('SET session_replication_role = replica');
    await runner.query('SET synchronous_commit = off');
    await runner.query(`SET work_mem = '256MB'`);
    for (const statement of INTENT) await runner.query(statement, statement.includes('$1') ? [Math.ceil(size / DEVICES_PER_SITE)] : []);
    await runner.query(DEVICES, [DEVICES_PER_SITE]);
    await runner.query(MEMBERS);
    await runner.query(OVERRIDES);
    await runner.query(`INSERT INTO device_presence (device_id, online, connected_at, offline_since, last_seen_at)
      SELECT id, h < 0.85, CASE WHEN h < 0.85 THEN now() - interval '5 hours' END, CASE WHEN h >= 0.85 THEN now() - h * interval '5 days' END, now() - interval '1 minute'
        FROM (SELECT id, random() AS h FROM device) AS d`);
    await runner.query('ANALYZE');
    const sites: { id: string }[] = await runner.query('SELECT DISTINCT site_id AS id FROM assignment');
    for (let from = 0; from < sites.length; from += SITES_AT_ONCE) {
      const classes = await classesOfSites(runner.manager, sites.slice(from, from + SITES_AT_ONCE).map(({ id }) => id), EXPRESSIBLE);
      const kept = [...new Map(classes.map((each) => [each.effectiveHash, each.settings]))];
      for (const [hash, settings] of kept) await runner.query('INSERT INTO effective_settings (hash, settings) VALUES ($1, $2) ON CONFLICT DO NOTHING', [hash, JSON.stringify(settings)]);
      await runner.query(DEPLOYMENTS, [classParameter(classes)]);
    }
    await runner.query('ANALYZE deployment');
    for (const statement of AT_REST) await runner.query(statement);
    await runner.query('SET session_replication_role = origin');
    await runner.query('VACUUM (ANALYZE)');
    await runner.query('CHECKPOINT');
  } finally {
    await runner.release();
  }
}

/** The ids that measurements need, found again by name. */
export async function fleetOf(source: DataSource): Promise<Fleet> {
  const [fleet]: [Fleet] = await source.query(
    `SELECT i.id AS "instanceId", k.id AS "packageId", p.id AS "plainSite", u.id AS "unlikeSite"
       FROM provider_instance i, package k, site p, site u WHERE k.name = 'Managed' AND p.name = 'Plain' AND u.name = 'Unlike'`,
  );
  return fleet;
}

/** `$1` is how many sites; ten of them belong to one client. */
const INTENT = [
  'INSERT INTO installation (id) VALUES (uuidv7()) ON CONFLICT DO NOTHING',
  `INSERT INTO provider_instance (id, kind, name, embedded, health, checked_at) VALUES (uuidv7(), 'mesh-central', 'Embedded engine', true, 'reachable', now())`,
  `INSERT INTO artifact (provider_instance_id, platform, sha256, size, format, bytes) SELECT i.id, p, p, 1, 'executable', '\\x00' FROM provider_instance i, unnest(ARRAY['linux-x64', 'windows-x64']) AS p`,
  `INSERT INTO client (id, name) SELECT uuidv7(), 'Client ' || n FROM generate_series(1, ceil($1::int / 10.0)::int) AS n`,
  `INSERT INTO site (id, client_id, name, time_zone)
   SELECT uuidv7(), c.id, CASE n WHEN 1 THEN 'Plain' WHEN 2 THEN 'Unlike' ELSE 'Site ' || n END, 'Europe/Berlin'
     FROM generate_series(1, $1::int) AS n JOIN client c ON c.name = 'Client ' || ((n - 1) / 10 + 1)`,
  `INSERT INTO provider_site (provider_instance_id, site_id, remote_group_id) SELECT i.id, s.id, 'group ' || s.name FROM provider_instance i, site s`,
  `INSERT INTO device_group (id, name, filter) VALUES (uuidv7(), 'Servers', 'type:server'), (uuidv7(), 'Front desks', 'tag:front-desk')`,
  `INSERT INTO policy (id, category, type, name, settings) VALUES
     (uuidv7(), 'devices', 'remote-access', 'Standard', '{"enabled": true, "visibility.banner": true}'),
     (uuidv7(), 'devices', 'remote-access', 'Servers', '{"visibility.banner": false}'),
     (uuidv7(), 'devices', 'remote-access', 'Quiet', '{"visibility.trayIcon": false}')`,
  `INSERT INTO package (id, name) VALUES (uuidv7(), 'Managed'), (uuidv7(), 'Quiet')`,
  `INSERT INTO package_entry (package_id, policy_id, position, device_group_id)
   SELECT k.id, p.id, v.position, g.id
     FROM (VALUES ('Managed', 'Standard', 0, NULL), ('Managed', 'Servers', 1, 'Servers'), ('Quiet', 'Quiet', 0, NULL)) AS v (package, policy, position, device_group)
     JOIN package k ON k.name = v.package JOIN policy p ON p.name = v.policy LEFT JOIN device_group g ON g.name = v.device_group`,
  // Every fifth site has a second package.
  `INSERT INTO assignment (id, package_id, site_id, priority)
   SELECT uuidv7(), k.id, s.id, 100 FROM site s JOIN package k ON k.name = 'Managed' OR s.name LIKE '%5' WHERE s.name LIKE 'Site %'`,
];

const DEVICES = `
  INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, os_version, arch, agent_version, tags, has_display, device_type, incarnation, inventory_at)
  SELECT uuidv7(), s.id, md5(s.name || '/' || n), md5(s.name || '/' || n || ' key'), lower(replace(s.name, ' ', '-')) || '-' || n,
         CASE WHEN n % 10 < 6 THEN 'windows' ELSE 'linux' END, '12', 'x64', '0.1.0', CASE WHEN n % 7 = 0 THEN ARRAY['front-desk'] ELSE '{}' END, n % 10 <> 0,
         CASE WHEN n % 10 = 0 THEN 'server' ELSE 'workstation' END, 1, now()
    FROM site s CROSS JOIN generate_series(1, $1::int) AS n`;

const MEMBERS = `
  INSERT INTO device_group_member (group_id, device_id, site_id)
  SELECT g.id, d.id, d.site_id FROM device d JOIN device_group g ON (g.name = 'Servers' AND d.device_type = 'server') OR (g.name = 'Front desks' AND d.tags <> '{}')`;

/** Every device of one site, and one in a hundred of all sites but the plain one. */
const OVERRIDES = `
  INSERT INTO device_override (device_id, site_id, settings, reason, author_name)
  SELECT d.id, d.site_id, jsonb_build_object('session.idleMinutes', 5 + row_number() OVER (ORDER BY d.id) % 50), 'measured', 'Bench' FROM device d JOIN site s ON s.id = d.site_id WHERE s.name = 'Unlike' OR (s.name <> 'Plain' AND d.hostname LIKE '%50')`;

const DEPLOYMENTS = `
  INSERT INTO deployment (id, device_id, provider_instance_id, site_id, desired, generation, settings_hash, incarnation, released_settings, newest_settings, proof_number, due_at)
  SELECT uuidv7(), d.id, c.provider_instance_id, d.site_id, 'present', 1, c.settings_hash, 1, c.effective, c.effective, 1, now() + interval '1 day' * (1 + random())
    FROM jsonb_to_recordset($1::jsonb) AS c (site_id uuid, groups uuid[], override_device uuid, provider_instance_id uuid, effective text, settings_hash text)
    JOIN device d ON d.site_id = c.site_id
     AND (c.groups <> '{}') = EXISTS (SELECT 1 FROM device_group_member m JOIN device_group g ON g.id = m.group_id WHERE m.device_id = d.id AND g.name = 'Servers')
     AND c.override_device IS NOT DISTINCT FROM (SELECT o.device_id FROM device_override o WHERE o.device_id = d.id)`;

const CONDITIONS = `'[{"type":"Targeted","status":"true"},{"type":"Installed","status":"true"},{"type":"Connected","status":"true"},{"type":"Ready","status":"true"}]'::jsonb`;

const AT_REST = [
  'DELETE FROM stale_tally',
  `INSERT INTO deployment_evidence (deployment_id, incarnation, installed, running, agent_at, remote_id, remote_version, proof_number, configured_generation, configured_at, verified_remote_id, verified_incarnation, verified_at)
   SELECT id, 1, true, true, now(), 'node//' || md5(device_id::text), '1.1.50', 1, 1, now(), 'node//' || md5(device_id::text), 1, now() FROM deployment`,
  `INSERT INTO remote_endpoint (provider_instance_id, remote_id, device_id, remote_group_id, name, version, connected, connected_at)
   SELECT p.provider_instance_id, 'node//' || md5(p.device_id::text), p.device_id, g.remote_group_id, d.name, '1.1.50', r.online, now()
     FROM deployment p JOIN device d ON d.id = p.device_id JOIN device_presence r ON r.device_id = d.id
     JOIN provider_site g ON g.provider_instance_id = p.provider_instance_id AND g.site_id = p.site_id`,
  `INSERT INTO deployment_status (deployment_id, device_id, phase, error_code, conditions, modes, generation)
   SELECT p.id, p.device_id, CASE WHEN r.online THEN 'READY' ELSE 'READY_OFFLINE' END, CASE WHEN NOT r.online THEN 'RA-DSP-01' END, ${CONDITIONS}, '{}', 1
     FROM deployment p JOIN device_presence r ON r.device_id = p.device_id`,
  `WITH ${counted('(SELECT id AS site_id FROM site)')} INSERT INTO site_tally (site_id, phase, error_code, devices) SELECT * FROM counted`,
];
