import { whichApply } from '../deployments/index.js';

/**
 * The deployment that speaks for a device `d`: the wanted one before retired ones, then the newest. Said without LATERAL, which
 * would visit every device by itself: counting 100,000 devices takes a tenth of the time this way.
 */
export const DEPLOYMENT_OF_DEVICE = `
  LEFT JOIN deployment p ON p.device_id = d.id
    AND NOT EXISTS (SELECT 1 FROM deployment x WHERE x.device_id = p.device_id AND (x.desired, x.created_at, x.id) > (p.desired, p.created_at, p.id))
  LEFT JOIN deployment_status t ON t.deployment_id = p.id`;

/** What leaves a device out or freezes it; {@link PHASE} needs it beside {@link DEPLOYMENT_OF_DEVICE}. `devices` as in `whichApply`. */
export function exclusionOfDevice(devices = 'device'): string {
  return `LEFT JOIN ${whichApply(devices)} x ON x.device_id = d.id`;
}

/** A deployment that nobody has judged yet waits for the reconciler; without one an exclusion is the reason, or nothing is wanted. */
export const PHASE = `CASE WHEN p.id IS NOT NULL THEN coalesce(t.phase, 'QUEUED') WHEN x.kind = 'exclude' THEN 'EXCLUDED' ELSE 'NOT_TARGETED' END`;
