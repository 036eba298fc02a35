import { markInstanceDue } from '../deployments/index.js';
import type { UnitOfWork, Tx } from '../platform/database/unit-of-work.js';
import { wakeUp } from '../platform/wake-ups/wake-ups.js';
import { type ProviderError, type RemoteAccessProvider, type RemoteEndpoint, type RemoteEndpointListener } from '../remote-access/index.js';
import { recordProviderEvent } from './record-provider-event.js';

/** Runs one piece of writing after the other, so that what was observed later is also written later. */
export type InTurn = (work: () => Promise<void>) => void;

/**
 * Writes what a provider shows of its endpoints, as evidence; whoever depends on it is marked due. A whole reading replaces what
 * was known and is the only thing that removes what no event removed. Single changes that come while others are being written
 * are written together, the newest of each endpoint.
 */
export function endpointRecorder(unit: UnitOfWork, provider: RemoteAccessProvider, instanceId: string, inTurn: InTurn): RemoteEndpointListener {
  let gathering: Map<string, RemoteEndpoint> | null = null;
  /** What comes from now on may not be written before what was queued until now. */
  const queue = (work: (tx: Tx) => Promise<void>): void => {
    gathering = null;
    inTurn(() => unit.run(work));
  };
  return {
    replaced: (endpoints) =>
      queue(async (tx) => {
        await recordHealth(tx, instanceId, 'reachable', null);
        const news = await upsertEndpoints(tx, provider, instanceId, endpoints);
        const gone = await removeOthers(tx, instanceId, endpoints.map(({ remoteId }) => remoteId));
        await markDue(tx, instanceId, [...news, ...gone]);
        await markRemovalsDue(tx, instanceId);
      }),
    changed: (endpoint) => {
      if (gathering) return void gathering.set(endpoint.remoteId, endpoint);
      const gathered = new Map([[endpoint.remoteId, endpoint]]);
      gathering = gathered;
      inTurn(() => {
        if (gathering === gathered) gathering = null;
        return unit.run(async (tx) => markDue(tx, instanceId, await upsertEndpoints(tx, provider, instanceId, [...gathered.values()])));
      });
    },
    removed: (remoteId) =>
      queue(async (tx) => {
        await markDue(tx, instanceId, [remoteId]);
        await tx.query('DELETE FROM remote_endpoint WHERE provider_instance_id = $1 AND remote_id = $2', [instanceId, remoteId]);
      }),
    lost: (_, why) => queue((tx) => recordLoss(tx, instanceId, why)),
  };
}

/** Keeps why an instance gives nothing any more. A loss without a reason is no news about one that has said why it refuses us. */
export async function recordLoss(tx: Tx, instanceId: string, why: ProviderError | null): Promise<void> {
  if (why) return recordHealth(tx, instanceId, PASSES_BY_ITSELF.has(why.kind) ? 'unreachable' : 'refused', why.code, why.detail);
  const [refused]: unknown[] = await tx.query(`SELECT 1 FROM provider_instance WHERE id = $1 AND health = 'refused'`, [instanceId]);
  if (!refused) await recordHealth(tx, instanceId, 'unreachable', 'RA-INS-01');
}

const PASSES_BY_ITSELF: ReadonlySet<string> = new Set(['unavailable', 'rate-limited']);

/** Keeps whether an instance can be reached; a change is news to every deployment that waits for it. */
export async function recordHealth(tx: Tx, instanceId: string, health: 'reachable' | 'unreachable' | 'refused', code: string | null, detail: string | null = null): Promise<void> {
  const [changed]: unknown[] = await tx.query(
    `WITH changed AS (
       UPDATE provider_instance SET health = $2, health_code = $3, health_since = now() WHERE id = $1 AND (health <> $2 OR health_code IS DISTINCT FROM $3) RETURNING id)
     SELECT id FROM changed`,
    [instanceId, health, code],
  );
  await tx.query('UPDATE provider_instance SET checked_at = now(), health_detail = $2 WHERE id = $1', [instanceId, detail]);
  if (!changed) return;
  await recordProviderEvent(tx, instanceId, { kind: health, code });
  await markInstanceDue(tx, instanceId);
  if (health === 'reachable') await tx.query(`UPDATE provider_act SET due_at = now() WHERE provider_instance_id = $1 AND state = 'waiting'`, [instanceId]);
  await wakeUp(tx, 'act');
}

async function upsertEndpoints(tx: Tx, provider: RemoteAccessProvider, instanceId: string, endpoints: readonly RemoteEndpoint[]): Promise<string[]> {
  if (endpoints.length === 0) return [];
  const rows = endpoints.map((each) => ({
    remote_id: each.remoteId,
    remote_group_id: each.remoteGroupId,
    name: each.name,
    connected: each.connected,
    connected_at: each.connectedAt,
    mark: each.mark,
    version: each.version,
    device_id: each.mark === null ? null : (provider.parseProofMark(each.mark)?.deviceId ?? null),
  }));
  const news: { remote_id: string }[] = await tx.query(UPSERT, [instanceId, JSON.stringify(rows)]);
  await tx.query('UPDATE remote_endpoint SET seen_at = now() WHERE provider_instance_id = $1 AND remote_id = ANY($2)', [instanceId, rows.map((row) => row.remote_id)]);
  return news.map((row) => row.remote_id);
}

/** Returns what differs from before; an endpoint keeps its device when it stops to show a mark, and only known devices are linked. */
const UPSERT = `
  WITH seen AS (
    SELECT s.*, d.id AS known_device_id
      FROM jsonb_to_recordset($2::jsonb) AS s (remote_id text, remote_group_id text, name text, connected boolean, connected_at timestamptz, mark text, version text, device_id uuid)
      LEFT JOIN device d ON d.id = s.device_id
  ), written AS (
    INSERT INTO remote_endpoint AS w (provider_instance_id, remote_id, device_id, remote_group_id, name, mark, version, connected, connected_at)
    SELECT $1, remote_id, known_device_id, remote_group_id, name, mark, version, connected, connected_at FROM seen
    ON CONFLICT (provider_instance_id, remote_id) DO UPDATE
      SET device_id = coalesce(excluded.device_id, w.device_id), remote_group_id = excluded.remote_group_id, name = excluded.name,
          mark = coalesce(excluded.mark, w.mark), version = coalesce(excluded.version, w.version),
          connected = excluded.connected, connected_at = coalesce(excluded.connected_at, w.connected_at), seen_at = now()
      WHERE (w.device_id, w.remote_group_id, w.name, w.mark, w.connected)
        IS DISTINCT FROM (coalesce(excluded.device_id, w.device_id), excluded.remote_group_id, excluded.name, coalesce(excluded.mark, w.mark), excluded.connected)
    RETURNING remote_id
  ) SELECT remote_id FROM written`;

async function removeOthers(tx: Tx, instanceId: string, present: readonly string[]): Promise<string[]> {
  const others: { remote_id: string }[] = await tx.query(
    'SELECT remote_id FROM remote_endpoint WHERE provider_instance_id = $1 AND NOT remote_id = ANY($2)',
    [instanceId, [...present]],
  );
  const gone = others.map((row) => row.remote_id);
  if (gone.length === 0) return [];
  await markDue(tx, instanceId, gone);
  await tx.query('DELETE FROM remote_endpoint WHERE provider_instance_id = $1 AND remote_id = ANY($2)', [instanceId, gone]);
  return gone;
}

/** A removal is closed by a whole reading that is younger than it: each one is news to the removals that wait for it. */
async function markRemovalsDue(tx: Tx, instanceId: string): Promise<void> {
  const [waiting]: unknown[] = await tx.query(
    `WITH concerned AS (
       SELECT id FROM deployment
        WHERE provider_instance_id = $1 AND desired = 'absent' AND removed_at IS NULL AND (remove_after IS NULL OR remove_after <= now()) ORDER BY id FOR NO KEY UPDATE),
     waiting AS (UPDATE deployment p SET due_at = now() FROM concerned c WHERE p.id = c.id RETURNING p.id)
     SELECT id FROM waiting LIMIT 1`,
    [instanceId],
  );
  if (waiting) await wakeUp(tx, 'reconcile');
}

/** Locked in the order of their ids, as everybody does: unsorted sets deadlock. */
async function markDue(tx: Tx, instanceId: string, remoteIds: readonly string[]): Promise<void> {
  if (remoteIds.length === 0) return;
  await tx.query(
    `WITH concerned AS (
       SELECT id FROM deployment WHERE provider_instance_id = $1 AND id IN (
         SELECT p.id FROM remote_endpoint w JOIN deployment p ON p.device_id = w.device_id WHERE w.provider_instance_id = $1 AND w.remote_id = ANY($2)
         UNION SELECT deployment_id FROM deployment_evidence WHERE remote_id = ANY($2)
         UNION SELECT deployment_id FROM deployment_evidence WHERE verified_remote_id = ANY($2))
       ORDER BY id FOR NO KEY UPDATE)
     UPDATE deployment p SET due_at = now() FROM concerned c WHERE p.id = c.id`,
    [instanceId, [...remoteIds]],
  );
  await wakeUp(tx, 'reconcile');
}
