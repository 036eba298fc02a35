import { canonicalHash } from '../../platform/canonical-json.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Move } from './plan-change.js';

/** What a plan stands on: the request, and the versions of everything that it names. */
export interface PlanBasis {
  readonly request: { readonly method: string; readonly path: string; readonly body: unknown };
  readonly versions: Readonly<Record<string, number>>;
}

/** [device, action, hash of the state it gets]; nothing that differs without anybody having decided differently. */
export type PlannedMove = readonly [deviceId: string, action: string, target: string];

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The basis of the plan of a request, read before the change begins. */
export async function planBasis(reads: Tx, { method, path, body }: PlanBasis['request']): Promise<PlanBasis> {
  const named = [...new Set(`${path} ${JSON.stringify(body ?? null)}`.toLowerCase().match(UUID) ?? [])];
  const rows: { id: string; version: number }[] = named.length === 0 ? [] : await reads.query(VERSIONS, [named]);
  return { request: { method, path, body: body ?? null }, versions: Object.fromEntries(rows.map(({ id, version }) => [id, version])) };
}

/** Sorted, so that the order in which the database found them never matters. */
export function plannedMoves(moves: readonly Move[]): PlannedMove[] {
  return moves
    .map(({ deviceId, action, target }): PlannedMove => [deviceId, action, target])
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
}

/** SHA-256 (hex) over the RFC 8785 text of basis and moves. */
export function planHash(basis: PlanBasis, moves: readonly PlannedMove[]): string {
  return canonicalHash({ ...basis, moves });
}

/** An override and an exclusion are named by their device or by themselves. */
const VERSIONS = `
  SELECT id, max(version) AS version FROM (
    SELECT id, version FROM policy UNION ALL SELECT id, version FROM package UNION ALL SELECT id, version FROM assignment
    UNION ALL SELECT id, version FROM client UNION ALL SELECT id, version FROM site UNION ALL SELECT id, version FROM device
    UNION ALL SELECT id, version FROM device_group UNION ALL SELECT id, version FROM exclusion UNION ALL SELECT device_id, version FROM device_override
    UNION ALL SELECT id, version FROM provider_instance
  ) v WHERE id = ANY($1::uuid[]) GROUP BY id`;
