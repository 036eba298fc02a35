import { endWhatExpired, retargetDirtySites, ROLLOUT_PAUSE } from '../deployments/index.js';
import { refreshStaleMemberships } from '../devices/index.js';
import { prepared } from '../platform/database/prepared.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import { expressibleBy } from '../remote-access/index.js';
import { advanceRollouts } from './advance-rollouts.js';
import { FAREWELLS_DUE } from './farewells.js';
import { orderOnRequest } from './order-on-request.js';
import { type DeskFor, reconcileDeployments } from './reconcile-deployments.js';
import type { InstructionSigner } from './signing-keys.js';

/** What each step of a pass would take; where this is in doubt it says yes, and the step finds nothing. */
interface Due {
  readonly expiries: boolean;
  readonly memberships: boolean;
  readonly sites: boolean;
  readonly rollouts: boolean;
  readonly deployments: boolean;
  readonly requests: boolean;
}

/**
 * One round over what is due; false when nothing was. An idle one costs a single statement of index probes, and one that has
 * something to do skips the steps that have nothing: devices wait for their orders behind them.
 */
export async function reconcilePass(unit: UnitOfWork, deskFor: DeskFor, signer: InstructionSigner | null = null): Promise<boolean> {
  const [due] = (await prepared<Due>(unit.reads, WHAT_IS_DUE, [])) as [Due];
  const ended = due.expiries ? await endWhatExpired(unit) : 0;
  if (due.memberships) while (await unit.run((tx) => refreshStaleMemberships(tx)));
  const retargeted = due.sites || due.memberships || ended > 0 ? await retargetDirtySites(unit, expressibleBy) : null;
  // One step: what it released gets its orders before the next is looked at.
  const advanced = due.rollouts || (retargeted?.held ?? 0) > 0 ? await advanceRollouts(unit, 1) : 0;
  const taken = due.deployments || retargeted !== null || advanced > 0 ? await reconcileDeployments(unit, deskFor) : 0;
  const requested = signer && due.requests ? await orderOnRequest(unit, signer) : 0;
  return requested > 0 || ended > 0 || retargeted !== null || advanced > 0 || taken > 0;
}

export const WHAT_IS_DUE = `
  SELECT EXISTS (SELECT 1 FROM exclusion WHERE ended_at IS NULL AND expires_at <= now())
           OR EXISTS (SELECT 1 FROM device_override WHERE expires_at <= now()) AS expiries,
         EXISTS (SELECT 1 FROM stale_membership) AS memberships,
         EXISTS (SELECT 1 FROM dirty_site) AS sites,
         EXISTS (SELECT 1 FROM rollout r WHERE r.ended_at IS NULL AND (r.look_again_at <= now()
             OR (r.looked_at + ${ROLLOUT_PAUSE} <= now() AND EXISTS (SELECT 1 FROM rollout_news n WHERE n.rollout_id = r.id))))
           OR EXISTS (SELECT 1 FROM deployment WHERE pending IS NOT NULL AND rollout_id IS NULL) AS rollouts,
         EXISTS (SELECT 1 FROM deployment WHERE due_at <= now()) AS deployments,
         EXISTS (SELECT 1 FROM diagnostics_request WHERE instruction_id IS NULL AND asked_at > now() - interval '30 seconds')
           OR EXISTS (SELECT 1 FROM stranger_agent a JOIN device_presence l ON l.device_id = a.device_id AND l.online WHERE a.removal_asked_at IS NOT NULL AND a.removal_instruction_id IS NULL)
           OR EXISTS (SELECT 1 ${FAREWELLS_DUE}) AS requests`;
