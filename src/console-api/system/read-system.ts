import { readSealing } from '../../audit/index.js';
import type { WebConfig } from '../../platform/config/web-config.js';
import { readCorePresence } from '../../platform/core-presence.js';
import type { Clock } from '../../platform/clock.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { ownVersion } from '../../platform/own-version.js';
import { readBacklog } from './read-backlog.js';
import type { SystemAgentsView, SystemChannelsView, SystemDatabaseView, SystemView } from './system.view.js';

/** Lag, backlog, agents, providers, seals, channels and versions, read now. */
export async function readSystem(tx: Tx, clock: Clock, separation: WebConfig['separation']): Promise<SystemView> {
  return {
    process: { version: ownVersion(), node: process.version, upSeconds: Math.round(process.uptime()), separation },
    database: await readDatabase(tx, clock),
    agents: await readAgents(tx),
    core: await readCorePresence(tx),
    backlog: await readBacklog(tx),
    sealing: await readSealing(tx),
    channels: await readChannels(tx),
    providers: await tx.query(
      `SELECT id, name, kind, health, health_code AS "healthCode", health_since AS "healthSince", round_trip_ms AS "roundTripMs", enabled,
              engine_version AS "engineVersion", below_floor AS "belowFloor" FROM provider_instance ORDER BY name, id LIMIT 500`,
    ),
  };
}

async function readDatabase(tx: Tx, clock: Clock): Promise<SystemDatabaseView> {
  const began = clock.now().getTime();
  await tx.query('SELECT 1');
  const roundTripMs = clock.now().getTime() - began;
  const [row]: { version: string; migration: string; sizeBytes: string }[] = await tx.query(
    `SELECT current_setting('server_version') AS version, (SELECT name FROM schema_migration ORDER BY timestamp DESC LIMIT 1) AS migration,
            pg_database_size(current_database()) AS "sizeBytes"`,
  );
  return { ...row!, roundTripMs, sizeBytes: Number(row!.sizeBytes) };
}

export async function readAgents(tx: Tx): Promise<SystemAgentsView> {
  const [agents]: SystemAgentsView[] = await tx.query(
    `SELECT (SELECT count(*)::int FROM device WHERE retired_at IS NULL) AS enrolled,
            (SELECT count(*)::int FROM device_presence WHERE online) AS online,
            (SELECT count(*)::int FROM gateway WHERE seen_at > now() - interval '1 minute') AS gateways`,
  );
  return agents!;
}

/** Mail and webhooks: whether they are set up, and what has not gone out. */
async function readChannels(tx: Tx): Promise<SystemChannelsView> {
  const [channels]: SystemChannelsView[] = await tx.query(
    `SELECT EXISTS (SELECT 1 FROM mail_settings) AS "mailIsSetUp",
            (SELECT max(done_at) FROM outgoing_mail WHERE state = 'sent') AS "mailSentAt",
            (SELECT count(*)::int FROM outgoing_mail WHERE state = 'failed' AND made_at > now() - interval '1 day') AS "mailsFailed",
            (SELECT answer FROM outgoing_mail WHERE state = 'failed' AND made_at > now() - interval '1 day' ORDER BY done_at DESC NULLS LAST LIMIT 1) AS "mailFailure",
            (SELECT count(*)::int FROM webhook WHERE enabled) AS webhooks,
            (SELECT count(*)::int FROM webhook WHERE failing_since IS NOT NULL OR disabled_reason IS NOT NULL) AS "webhooksFailing"`,
  );
  return channels!;
}
