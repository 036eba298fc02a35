import { actorOf, type Operator } from '../accounts/index.js';
import { changesBetween, recordAudit } from '../audit/index.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { staleVersion } from '../platform/http/index.js';
import { PolicyEntity } from './policy.entity.js';
import type { PolicyView } from './policy.view.js';
import { policyById } from './read-policies.js';
import { keepVersion } from './versions/keep-version.js';

/** What of a policy can change. */
export type Changeable = Pick<PolicyView, 'name' | 'description' | 'enabled' | 'settings'>;

interface Occasion {
  readonly action: 'policy.change' | 'policy.restore';
  readonly restoredVersion?: number;
}

/** Makes the next version of a policy, kept and audited; refuses when somebody else was faster. */
export async function storePolicy(tx: Tx, operator: Operator, before: PolicyView, after: Changeable, { action, restoredVersion }: Occasion): Promise<PolicyView> {
  const { id, version, name, description, enabled, settings } = before;
  const stored = await tx.update(PolicyEntity, { id, version }, { ...after, version: version + 1, updatedAt: () => 'now()' });
  if (stored.affected !== 1) throw staleVersion();
  await keepVersion(tx, operator, id);
  await recordAudit(tx, actorOf(operator), {
    action,
    subject: { kind: 'policy', id, name: after.name },
    clientId: before.clientId,
    changes: {
      ...changesBetween<Changeable>({ name, description, enabled, settings }, after),
      ...(restoredVersion === undefined ? {} : { version: [version, restoredVersion] }),
    },
  });
  return policyById(tx, operator.scope, id);
}
