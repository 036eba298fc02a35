import { endWhatExpired, retargetDirtySites } from '../deployments/index.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import { expressibleBy } from '../remote-access/index.js';
import { advanceRollouts } from './advance-rollouts.js';
import { type DeskFor, reconcileDeployments } from './reconcile-deployments.js';

/** One round over everything that may be due; false when nothing was. */
export async function reconcilePass(unit: UnitOfWork, deskFor: DeskFor): Promise<boolean> {
  const ended = await endWhatExpired(unit);
  const retargeted = await retargetDirtySites(unit, expressibleBy);
  const advanced = await advanceRollouts(unit);
  const taken = await reconcileDeployments(unit, deskFor);
  return ended > 0 || retargeted !== null || advanced > 0 || taken > 0;
}
