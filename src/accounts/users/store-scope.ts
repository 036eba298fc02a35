import type { Tx } from '../../platform/database/unit-of-work.js';
import { invalidField } from '../../platform/errors/constraint-refusals.js';
import type { Scope } from '../roles/scope.js';

/** Replaces the scope of an operator; names that do not exist are refused by field. */
export async function storeScope(tx: Tx, operatorId: string, scope: Scope): Promise<void> {
  await refuseUnknownScope(tx, scope);
  await tx.query('DELETE FROM operator_scope WHERE operator_id = $1', [operatorId]);
  await tx.query('INSERT INTO operator_scope (operator_id, client_id) SELECT $1, unnest($2::uuid[])', [
    operatorId,
    scope.clientIds,
  ]);
  await tx.query('INSERT INTO operator_scope (operator_id, site_id) SELECT $1, unnest($2::uuid[])', [
    operatorId,
    scope.siteIds,
  ]);
}

/** Refuses, by field, clients and sites that do not exist. */
export async function refuseUnknownScope(tx: Tx, scope: Scope): Promise<void> {
  await refuseUnknown(tx, 'client', scope.clientIds, '/scope/clientIds');
  await refuseUnknown(tx, 'site', scope.siteIds, '/scope/siteIds');
}

async function refuseUnknown(tx: Tx, table: 'client' | 'site', ids: readonly string[], pointer: string): Promise<void> {
  const found: { id: string }[] = await tx.query(`SELECT id FROM ${table} WHERE id = ANY($1::uuid[])`, [ids]);
  const known = new Set(found.map((row) => row.id));
  const unknown = ids.findIndex((id) => !known.has(id));
  if (unknown >= 0) throw invalidField(`${pointer}/${unknown}`, 'exists', `is no ${table}`);
}
