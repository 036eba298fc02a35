import type { Tx } from '../platform/database/unit-of-work.js';
import type { UpdateTurn } from './deployment-facts.js';
import { roomForUpdates, type UpdateCourse } from './room-for-updates.js';

/** What is known of an outdated remote agent before its turn is decided. */
export interface Outdated {
  readonly deploymentId: string;
  readonly providerInstanceId: string;
  /** SHA-256 of the installer that is offered now. */
  readonly offered: string;
}

/** More than this makes no difference to the room. */
const COUNTED = 5_000;

/** Whose turn it is to be updated, the first of these as many as there is room for; asked only where something is outdated at all. */
export async function loadUpdateTurns(tx: Tx, outdated: readonly Outdated[]): Promise<Map<string, UpdateTurn>> {
  if (outdated.length === 0) return new Map();
  const rows: (UpdateCourse & { offered: string; instance: string })[] = await tx.query(COURSES, [[...new Set(outdated.map((each) => each.offered))], COUNTED]);
  const rooms = new Map(rows.map((row) => [`${row.instance} ${row.offered}`, roomForUpdates(row)]));
  return new Map(
    outdated.map(({ deploymentId, providerInstanceId, offered }) => {
      const key = `${providerInstanceId} ${offered}`;
      const room = rooms.get(key) ?? 0;
      if (room === 'stopped') return [deploymentId, 'stopped'];
      rooms.set(key, room - 1);
      return [deploymentId, room > 0 ? 'now' : 'later'];
    }),
  );
}

/** Failures are counted since the version is offered, a device once; what is out may still succeed. */
const COURSES = `
  SELECT a.sha256 AS offered, a.provider_instance_id AS instance,
         (SELECT count(*)::int FROM (SELECT 1 FROM deployment_evidence e JOIN deployment p ON p.id = e.deployment_id
                                      WHERE e.installer_sha256 = a.sha256 AND p.provider_instance_id = a.provider_instance_id AND e.verified_at IS NOT NULL LIMIT $2) x) AS updated,
         (SELECT count(DISTINCT i.deployment_id)::int FROM instruction i JOIN deployment p ON p.id = i.deployment_id JOIN deployment_evidence e ON e.deployment_id = p.id
           WHERE i.kind = 'update-remote-agent' AND i.issued_at >= a.created_at AND i.outcome IN ('failed', 'refused') AND p.provider_instance_id = a.provider_instance_id
             AND e.installer_sha256 IS DISTINCT FROM a.sha256) AS failed,
         (SELECT count(*)::int FROM instruction i JOIN deployment p ON p.id = i.deployment_id
           WHERE i.kind = 'update-remote-agent' AND i.reported_at IS NULL AND i.expires_at > now() AND p.provider_instance_id = a.provider_instance_id) AS "inFlight"
    FROM artifact a WHERE a.sha256 = ANY($1::text[])`;
