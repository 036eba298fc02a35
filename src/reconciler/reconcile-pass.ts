import { endWhatExpired, retargetDirtySites, ROLLOUT_PAUSE } from '../deployments/index.js';
import { refreshStaleMemberships } from '../devices/index.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import { expressibleBy } from '../remote-access/index.js';
import { advanceRollouts } from './advance-rollouts.js';
import { type DeskFor, reconcileDeployments } from './reconcile-deployments.js';

/** One round over everything that may be due; false when nothing was. An idle one costs a single statement of index probes. */
export async function reconcilePass(unit: UnitOfWork, deskFor: DeskFor): Promise<boolean> {
  const [{ any }]: [{ any: boolean }] = await unit.reads.query(ANYTHING_DUE);
  if (!any) return false;
  const ended = await endWhatExpired(unit);
  while (await unit.run((tx) => refreshStaleMemberships(tx)));
  const retargeted = await retargetDirtySites(unit, expressibleBy);
  const advanced = await advanceRollouts(unit);
  const taken = await reconcileDeployments(unit, deskFor);
  return ended > 0 || retargeted !== null || advanced > 0 || taken > 0;
}

/** Whatever one of the steps would take; where this is in doubt it says yes, and the step finds nothing. */
export const ANYTHING_DUE = `
  SELECT EXISTS (SELECT 1 FROM dirty_site)
      OR EXISTS (SELECT 1 FROM stale_membership)
      OR EXISTS (SELECT 1 FROM deployment WHERE due_at <= now())
      OR EXISTS (SELECT 1 FROM rollout r WHERE r.ended_at IS NULL AND (r.look_again_at <= now()
           OR (r.looked_at + ${ROLLOUT_PAUSE} <= now() AND EXISTS (SELECT 1 FROM rollout_news n WHERE n.rollout_id = r.id))))
      OR EXISTS (SELECT 1 FROM deployment WHERE pending IS NOT NULL AND rollout_id IS NULL)
      OR EXISTS (SELECT 1 FROM exclusion WHERE ended_at IS NULL AND expires_at <= now())
      OR EXISTS (SELECT 1 FROM device_override WHERE expires_at <= now()) AS any`;
