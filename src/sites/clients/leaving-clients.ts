import type { Operator } from '../../accounts/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';

/**
 * Refuses what would bring something new to a client that is being offboarded. Holds the clients until the commit, so that an
 * offboarding that begins at the same moment waits and finds what was added.
 */
export async function refuseLeavingClients(tx: Tx, clientIds: readonly string[]): Promise<void> {
  await tx.query('SELECT 1 FROM client WHERE id = ANY($1::uuid[]) ORDER BY id FOR SHARE', [[...new Set(clientIds)]]);
  const [leaving]: { client_name: string }[] = await tx.query(
    'SELECT client_name FROM offboarding WHERE client_id = ANY($1::uuid[]) LIMIT 1',
    [clientIds],
  );
  if (leaving) {
    throw new DomainError(
      'API-CONFLICT-03',
      `${leaving.client_name} is being offboarded: nothing new is enrolled, added or assigned there.`,
    );
  }
}

/** Marks a client as leaving; once only. Whatever is being added to it right now is waited for. */
export async function beginLeaving(
  tx: Tx,
  operator: Operator,
  offboarding: { readonly id: string; readonly clientId: string; readonly reason: string },
): Promise<void> {
  await tx.query('SELECT 1 FROM client WHERE id = $1 FOR UPDATE', [offboarding.clientId]);
  const begun: unknown[] = await tx.query(
    `INSERT INTO offboarding (id, client_id, client_name, requested_by, requested_by_name, reason)
     SELECT $1, c.id, c.name, $3, $4, $5 FROM client c WHERE c.id = $2
     ON CONFLICT (client_id) DO NOTHING RETURNING id`,
    [offboarding.id, offboarding.clientId, operator.id, operator.name, offboarding.reason],
  );
  if (begun.length === 0) throw new DomainError('API-CONFLICT-03', 'This client is being offboarded already.');
}
