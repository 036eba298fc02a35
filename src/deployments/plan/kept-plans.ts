import { canonicalHash } from '../../platform/canonical-json.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { type PlanBasis, planHash, type PlannedMove } from './plan-hash.js';

const KEPT_FOR = '24 hours';

/** Keeps what a plan promised, so that its application can tell devices that dropped out from devices that were added. */
export async function keepPlan(tx: Tx, hash: string, basis: PlanBasis, moves: readonly PlannedMove[]): Promise<void> {
  await tx.query(`DELETE FROM change_plan WHERE made_at < now() - interval '${KEPT_FOR}'`);
  await tx.query(
    `INSERT INTO change_plan (hash, request_hash, base, moves) VALUES ($1, $2, $3, $4) ON CONFLICT (hash) DO UPDATE SET made_at = now()`,
    [hash, canonicalHash(basis.request), JSON.stringify(basis.versions), JSON.stringify(moves)],
  );
}

/**
 * How many devices the plan of this hash promised to move, if doing this now is what it said; null otherwise. Devices that stopped
 * matching do not matter, added ones and other actions do.
 */
export async function agreedCount(tx: Tx, agreed: string, basis: PlanBasis, moves: readonly PlannedMove[]): Promise<number | null> {
  if (planHash(basis, moves) === agreed) return moves.length;
  const [kept]: { request_hash: string; base: Record<string, number>; moves: PlannedMove[] }[] = await tx.query(
    `SELECT request_hash, base, moves FROM change_plan WHERE hash = $1 AND made_at > now() - interval '${KEPT_FOR}'`,
    [agreed],
  );
  if (!kept || kept.request_hash !== canonicalHash(basis.request) || canonicalHash(kept.base) !== canonicalHash(basis.versions)) return null;
  const promised = new Map(kept.moves.map(([deviceId, action, target]) => [deviceId, `${action} ${target}`]));
  return moves.every(([deviceId, action, target]) => promised.get(deviceId) === `${action} ${target}`) ? promised.size : null;
}
