import type { Tx } from '../../platform/database/unit-of-work.js';
import { missingReference } from '../../platform/errors/constraint-refusals.js';
import type { PlacementBody } from './create-site.body.js';

export interface Placement {
  readonly providerInstanceId: string | null;
  readonly placementReason: string | null;
}

/** The columns for a placement that somebody wants; null leaves the choice to the installation. */
export async function choosePlacement(tx: Tx, wanted: PlacementBody | null, by: string): Promise<Placement> {
  if (wanted === null) return { providerInstanceId: null, placementReason: null };
  const found: unknown[] = await tx.query('SELECT 1 FROM provider_instance WHERE id = $1', [wanted.providerInstanceId]);
  if (found.length === 0) throw missingReference('/placement/providerInstanceId', 'provider instance');
  return { providerInstanceId: wanted.providerInstanceId, placementReason: wanted.reason ?? `Chosen by ${by}` };
}
