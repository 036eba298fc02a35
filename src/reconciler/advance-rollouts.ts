import { advanceRollout, releaseThawed } from '../deployments/index.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';

const MOST_AT_ONCE = 20;

/**
 * Moves every rollout that is due one step on, each in a transaction of its own, and releases what only a freeze held back;
 * returns how many steps it took. Nothing polls: each says when it is to be looked at again, and whatever happens to its devices marks it.
 */
export async function advanceRollouts(unit: UnitOfWork, most = MOST_AT_ONCE): Promise<number> {
  let steps = (await unit.run(releaseThawed)) > 0 ? 1 : 0;
  for (let each = 0; each < most && (await unit.run(advanceRollout)); each++) steps++;
  return steps;
}
