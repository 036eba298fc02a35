import type { Tx } from '../../platform/database/unit-of-work.js';
import { missingReference } from '../../platform/errors/constraint-refusals.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { Operator } from './operator.js';
import { coversClient } from './scope.js';

/** What is shared by all clients (null) is changed only by who reaches everything, the rest only with its whole client in scope. */
export function refuseOutside(operator: Operator, clientId: string | null): void {
  if (coversClient(operator.scope, clientId)) return;
  throw new DomainError(
    'API-SCOPE-01',
    clientId === null ? 'It is shared by all clients, and not all are in your scope.' : 'Only some sites of its client are in your scope.',
  );
}

/** A client that is not even partly in scope does not exist for the caller; a partly visible one is not his to decide for. */
export async function refuseForeignOwner(tx: Tx, operator: Operator, clientId: string | null): Promise<void> {
  if (clientId !== null) {
    const { clientIds, siteIds, all } = operator.scope;
    const visible: unknown[] = await tx.query(
      `SELECT 1 FROM client c WHERE c.id = $1
         AND ($2 OR c.id = ANY($3::uuid[]) OR EXISTS (SELECT 1 FROM site s WHERE s.client_id = c.id AND s.id = ANY($4::uuid[])))`,
      [clientId, all, clientIds, siteIds],
    );
    if (visible.length === 0) throw missingReference('/clientId', 'client');
  }
  refuseOutside(operator, clientId);
}
