import type { Tx } from '../../platform/database/unit-of-work.js';

export interface Connection {
  readonly deviceId: string;
  readonly connectionId: string;
}

/** A connection of the same device that another gateway still believes in. */
export interface RivalConnection extends Connection {
  readonly gatewayId: string;
}

/** Stores that these devices are connected to this gateway; answers which of them another gateway holds too. Devices are named once each. */
export async function recordConnected(tx: Tx, gatewayId: string, connections: readonly Connection[]): Promise<RivalConnection[]> {
  const sorted = byDevice(connections);
  const rows: { device_id: string; connection_id: string; gateway_id: string }[] = await tx.query(
    `WITH arrived AS (SELECT * FROM unnest($2::uuid[], $3::uuid[]) AS a (device_id, connection_id)),
          rival AS (SELECT p.device_id, p.connection_id, p.gateway_id FROM device_presence p JOIN arrived a USING (device_id)
                     WHERE p.online AND p.gateway_id <> $1),
          stored AS (
            INSERT INTO device_presence (device_id, online, connection_id, gateway_id, connected_at, offline_since, last_seen_at)
            SELECT a.device_id, true, a.connection_id, $1, now(), NULL, now() FROM arrived a JOIN device d ON d.id = a.device_id ORDER BY 1
            ON CONFLICT (device_id) DO UPDATE
              SET online = true, connection_id = EXCLUDED.connection_id, gateway_id = EXCLUDED.gateway_id,
                  offline_since = NULL, last_seen_at = now(),
                  connected_at = CASE WHEN device_presence.connection_id = EXCLUDED.connection_id THEN device_presence.connected_at ELSE now() END)
     SELECT device_id, connection_id, gateway_id FROM rival`,
    [gatewayId, sorted.map((each) => each.deviceId), sorted.map((each) => each.connectionId)],
  );
  return rows.map((row) => ({ deviceId: row.device_id, connectionId: row.connection_id, gatewayId: row.gateway_id }));
}

/** Stores that these devices are no longer connected to this gateway; one that reached another meanwhile stays online. Answers the devices that are offline now. */
export async function recordDisconnected(tx: Tx, gatewayId: string, deviceIds: readonly string[]): Promise<string[]> {
  const rows: { device_id: string }[] = await tx.query(
    `WITH gone AS (
       UPDATE device_presence p SET online = false, offline_since = now(), last_seen_at = now(), connection_id = NULL, gateway_id = NULL
         FROM unnest($2::uuid[]) AS left_us (device_id)
        WHERE p.device_id = left_us.device_id AND p.gateway_id = $1 AND p.online
       RETURNING p.device_id)
     SELECT device_id FROM gone`,
    [gatewayId, [...deviceIds].sort()],
  );
  return rows.map((row) => row.device_id);
}

/** A connection of ours that the table does not show as the device's own. */
export interface UnshownConnection extends Connection {
  /** Whether the device is online at another gateway; else the table merely missed it. */
  readonly isElsewhere: boolean;
}

/** Moves `last_seen_at` of this gateway's connections forward; answers those that the table does not show. */
export async function recordSeen(tx: Tx, gatewayId: string, connections: readonly Connection[]): Promise<UnshownConnection[]> {
  const sorted = byDevice(connections);
  const rows: { device_id: string; connection_id: string; is_elsewhere: boolean }[] = await tx.query(
    `WITH mine AS (SELECT * FROM unnest($2::uuid[], $3::uuid[]) AS c (device_id, connection_id)),
          seen AS (
            UPDATE device_presence p SET last_seen_at = now() FROM mine
             WHERE p.device_id = mine.device_id AND p.connection_id = mine.connection_id AND p.online
            RETURNING p.device_id)
     SELECT mine.device_id, mine.connection_id, coalesce(p.online AND p.gateway_id <> $1, false) AS is_elsewhere
       FROM mine LEFT JOIN device_presence p USING (device_id)
      WHERE NOT EXISTS (SELECT FROM seen WHERE seen.device_id = mine.device_id)`,
    [gatewayId, sorted.map((each) => each.deviceId), sorted.map((each) => each.connectionId)],
  );
  return rows.map((row) => ({ deviceId: row.device_id, connectionId: row.connection_id, isElsewhere: row.is_elsewhere }));
}

/** Ends every connection of this gateway, and of all gateways that fell silent by the database's clock. Answers the devices that are offline now. */
export async function recordGatewaysGone(tx: Tx, silentAfterSeconds: number, leaving: string | null = null): Promise<string[]> {
  const rows: { device_id: string }[] = await tx.query(
    `WITH dead AS (DELETE FROM gateway WHERE seen_at < now() - make_interval(secs => $1) OR id = $2 RETURNING id),
          gone AS (
            UPDATE device_presence p SET online = false, offline_since = now(), connection_id = NULL, gateway_id = NULL
             WHERE p.online AND (p.gateway_id IN (SELECT id FROM dead) OR NOT EXISTS (SELECT FROM gateway g WHERE g.id = p.gateway_id))
            RETURNING p.device_id)
     SELECT device_id FROM gone`,
    [silentAfterSeconds, leaving],
  );
  return rows.map((row) => row.device_id);
}

/** Says that this gateway lives; false when it had been given up for dead and its connections must be stored anew. */
export async function recordGatewayAlive(tx: Tx, gatewayId: string): Promise<boolean> {
  const [row]: { known: boolean }[] = await tx.query(
    `WITH alive AS (
       INSERT INTO gateway (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET seen_at = now() RETURNING xmax)
     SELECT xmax <> 0 AS known FROM alive`,
    [gatewayId],
  );
  return row?.known ?? false;
}

/** Rows are locked in this order by everybody: unsorted sets deadlock. */
function byDevice(connections: readonly Connection[]): Connection[] {
  return [...connections].sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1));
}
