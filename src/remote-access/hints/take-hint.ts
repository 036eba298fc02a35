import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { requestAct } from '../acts/provider-act.js';
import { providerKind } from '../provider-registry.js';
import { hashOfHintSecret } from './hint-address.js';

/** One a second is what a server is asked by us in any case; more hints than that would keep launches waiting. */
const MOST_IN_A_MINUTE = 60;

/**
 * Takes what a server has posted: nothing of it is believed but which event it is and which endpoint it is about, and core reads that
 * endpoint again. The same event twice is one; what is beyond the budget, or says nothing, is dropped: the next whole reading tells it.
 */
export async function takeHint(unit: UnitOfWork, secret: string, body: unknown): Promise<void> {
  await unit.run(async (tx) => {
    const [instance]: { id: string; kind: string; recent: number }[] = await tx.query(
      `SELECT id, kind, (SELECT count(*)::int FROM provider_hint h WHERE h.provider_instance_id = i.id AND h.at > now() - interval '1 minute') AS recent
         FROM provider_instance i WHERE hint_hash = $1 AND enabled`,
      [hashOfHintSecret(secret)],
    );
    if (!instance) throw notFound('address');
    const hint = providerKind(instance.kind)?.readHint?.(body) ?? null;
    if (!hint || instance.recent >= MOST_IN_A_MINUTE) return;
    const isNew: unknown[] = await tx.query(
      'WITH taken AS (INSERT INTO provider_hint (provider_instance_id, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING event_id) SELECT event_id FROM taken',
      [instance.id, hint.eventId],
    );
    if (isNew.length > 0) await requestAct(tx, { kind: 'look-at-endpoint', request: { remoteId: hint.remoteId }, providerInstanceId: instance.id });
  });
}
