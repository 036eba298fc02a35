import { coversClient, type Operator } from '../../accounts/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { missingReference } from '../../platform/errors/constraint-refusals.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { clientById } from '../clients/read-clients.js';

/** Refuses a client that the caller does not see, or does not reach with all its sites. */
export async function refuseForeignClient(tx: Tx, operator: Operator, clientId: string): Promise<void> {
  await clientById(tx, operator.scope, clientId).catch((error: unknown) => {
    throw error instanceof DomainError ? missingReference('/clientId', 'client') : error;
  });
  if (!coversClient(operator.scope, clientId)) throw new DomainError('API-SCOPE-01', 'A new site of this client would be outside your scope.');
}
