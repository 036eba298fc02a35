import { whichApply } from '../deployments/index.js';

/**
 * Of the deployments of a device the one that speaks for it comes last: a wanted one, one that serves until its successor does, one that
 * does not wait to be removed (a move that was called back leaves what it had begun until its wave comes), the newest.
 */
export function speaking(p: string): readonly string[] {
  return [`${p}.desired`, `(${p}.moving_to IS NOT NULL)`, `(${p}.pending IS DISTINCT FROM 'absent')`, `${p}.created_at`, `${p}.id`];
}

/** `ORDER BY` for where devices are visited one by one. */
export const SPEAKING_FIRST = speaking('p').map((column) => `${column} DESC`).join(', ');

/**
 * The deployment that speaks for a device `d`. Said without LATERAL, which would visit every device by itself: counting 100,000
 * devices takes a tenth of the time this way.
 */
export const DEPLOYMENT_OF_DEVICE = `
  LEFT JOIN deployment p ON p.device_id = d.id
    AND NOT EXISTS (SELECT 1 FROM deployment x WHERE x.device_id = p.device_id AND (${speaking('x').join(', ')}) > (${speaking('p').join(', ')}))
  LEFT JOIN deployment_status t ON t.deployment_id = p.id`;

/** What leaves a device out or freezes it; {@link PHASE} needs it beside {@link DEPLOYMENT_OF_DEVICE}. `devices` as in `whichApply`. */
export function exclusionOfDevice(devices = 'device'): string {
  return `LEFT JOIN ${whichApply(devices)} x ON x.device_id = d.id`;
}

/** A deployment that nobody has judged yet waits for the reconciler; without one an exclusion is the reason, or nothing is wanted. */
export const PHASE = `CASE WHEN p.id IS NOT NULL THEN coalesce(t.phase, 'QUEUED') WHEN x.kind = 'exclude' THEN 'EXCLUDED' ELSE 'NOT_TARGETED' END`;
