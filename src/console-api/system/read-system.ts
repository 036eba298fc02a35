import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { WebConfig } from '../../platform/config/web-config.js';
import { readCorePresence } from '../../platform/core-presence.js';
import type { Clock } from '../../platform/clock.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { SystemView } from './system.view.js';

interface Row {
  readonly version: string;
  readonly migration: string;
  readonly sizeBytes: string;
  readonly enrolled: number;
  readonly online: number;
  readonly gateways: number;
  readonly dirtySites: number;
  readonly lagSeconds: number;
  readonly dueDeployments: number;
  readonly waitingActs: number;
  readonly openInstructions: number;
}

/** Lag, backlog, agents, providers and versions, read now. */
export async function readSystem(tx: Tx, clock: Clock, separation: WebConfig['separation']): Promise<SystemView> {
  const began = clock.now().getTime();
  await tx.query('SELECT 1');
  const roundTripMs = clock.now().getTime() - began;
  const [row]: Row[] = await tx.query(
    `SELECT current_setting('server_version') AS version, (SELECT name FROM schema_migration ORDER BY timestamp DESC LIMIT 1) AS migration,
            pg_database_size(current_database()) AS "sizeBytes",
            (SELECT count(*)::int FROM device WHERE retired_at IS NULL) AS enrolled,
            (SELECT count(*)::int FROM device_presence WHERE online) AS online,
            (SELECT count(*)::int FROM gateway WHERE seen_at > now() - interval '1 minute') AS gateways,
            (SELECT count(DISTINCT site_id)::int FROM dirty_site) AS "dirtySites",
            (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(marked_at)), 0)::int FROM dirty_site) AS "lagSeconds",
            (SELECT count(*)::int FROM deployment WHERE due_at <= now()) AS "dueDeployments",
            (SELECT count(*)::int FROM provider_act WHERE state = 'waiting') AS "waitingActs",
            (SELECT count(*)::int FROM instruction WHERE reported_at IS NULL AND expires_at > now()) AS "openInstructions"`,
  );
  const { version, migration, sizeBytes, enrolled, online, gateways, ...backlog } = row!;
  return {
    process: { version: ownVersion(), node: process.version, upSeconds: Math.round(process.uptime()), separation },
    database: { version, roundTripMs, migration, sizeBytes: Number(sizeBytes) },
    agents: { enrolled, online, gateways },
    core: await readCorePresence(tx),
    backlog,
    providers: await tx.query(
      `SELECT name, kind, health, engine_version AS "engineVersion", below_floor AS "belowFloor" FROM provider_instance ORDER BY name, id LIMIT 500`,
    ),
  };
}

let known: string | undefined;

/** The version in the nearest package.json, from sources as well as from a build. */
function ownVersion(): string {
  for (let folder = __dirname; known === undefined; folder = dirname(folder)) {
    try {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
        name?: string;
        version?: string;
      };
      if (name === 'latchkey' && version) known = version;
    } catch {
      if (dirname(folder) === folder) known = 'unknown';
    }
  }
  return known;
}
