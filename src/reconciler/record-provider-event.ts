import type { Tx } from '../platform/database/unit-of-work.js';
import { randomIds } from '../platform/ids.js';

const KEPT = '90 days';

export interface ProviderEvent {
  readonly kind: 'reachable' | 'unreachable' | 'refused' | 'started' | 'version';
  /** Why, as a code of the status catalogue. */
  readonly code?: string | null;
  readonly detail?: string;
}

/** Notes what has happened to an instance, for whoever administers it; what is old is forgotten with it. */
export async function recordProviderEvent(tx: Tx, instanceId: string, { kind, code, detail }: ProviderEvent): Promise<void> {
  await tx.query(`DELETE FROM provider_event WHERE provider_instance_id = $1 AND at < now() - interval '${KEPT}'`, [instanceId]);
  await tx.query('INSERT INTO provider_event (id, provider_instance_id, kind, code, detail) VALUES ($1, $2, $3, $4, $5)', [randomIds.uuid(), instanceId, kind, code ?? null, detail ?? null]);
}
