import type { Tx, UnitOfWork } from '../platform/database/unit-of-work.js';
import { platformOfKey, type RemoteAccessProvider, requestAct } from '../remote-access/index.js';
import { recordLoss } from './observe-endpoints.js';
import { recordProviderEvent } from './record-provider-event.js';

/** Asks an instance how it is and keeps the answer; says whether it answered. */
export async function recordProbe(unit: UnitOfWork, instanceId: string, provider: RemoteAccessProvider): Promise<boolean> {
  const { reachable, version, belowFloor, floorVersion, roundTripMs, error } = await provider.probe();
  await unit.run(async (tx) => {
    const [before]: { version: string | null }[] = await tx.query('SELECT engine_version AS version FROM provider_instance WHERE id = $1 FOR UPDATE', [instanceId]);
    await tx.query(
      `UPDATE provider_instance SET engine_version = coalesce($2, engine_version), below_floor = CASE WHEN $4 THEN $3 ELSE below_floor END, probed_at = now(), round_trip_ms = $5, floor_version = $6 WHERE id = $1`,
      [instanceId, version, belowFloor, reachable, roundTripMs, floorVersion],
    );
    if (version !== null && before && before.version !== version) await recordProviderEvent(tx, instanceId, { kind: 'version', detail: before.version === null ? version : `${before.version} → ${version}` });
    if (reachable) await lookForNewInstallers(tx, instanceId);
    else await recordLoss(tx, instanceId, error ?? null);
  });
  return reachable;
}

/** The remote agents that were handed out so far are looked up again; whoever has another one becomes outdated. */
async function lookForNewInstallers(tx: Tx, providerInstanceId: string): Promise<void> {
  const known: { platform: string }[] = await tx.query('SELECT platform FROM artifact WHERE provider_instance_id = $1', [providerInstanceId]);
  for (const { platform } of known) await requestAct(tx, { kind: 'ensure-installer', request: platformOfKey(platform), providerInstanceId });
}
