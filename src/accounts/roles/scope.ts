import type { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

/** Every present and future site of `clientIds`, and `siteIds`; or all; empty lists mean nothing. */
export interface Scope {
  readonly all: boolean;
  readonly clientIds: readonly string[];
  readonly siteIds: readonly string[];
}

export const EVERYTHING: Scope = { all: true, clientIds: [], siteIds: [] };

interface SiteColumns {
  readonly site: string;
  readonly client: string;
}

/** The SQL that is true for sites in scope, its values bound in `where`; for sub-selects of that statement. */
export function siteIsInScope(where: Conditions, scope: Scope, { site, client }: SiteColumns): string {
  if (scope.all) return 'true';
  return `(${client} = ANY(${where.bind(scope.clientIds)}::uuid[]) OR ${site} = ANY(${where.bind(scope.siteIds)}::uuid[]))`;
}

/** Keeps the rows whose site is in scope; `site` and `client` are columns of the statement. */
export function withinScope(where: Conditions, scope: Scope, columns: SiteColumns): Conditions {
  return where.and(siteIsInScope(where, scope, columns));
}

/** Keeps the clients of which at least one site is in scope. */
export function withClientInScope(where: Conditions, scope: Scope, client: string): Conditions {
  return where.and(clientIsInScope(where, scope, client));
}

/** Keeps what is shared by all clients (`client` is null) and what belongs to a client of which something is in scope. */
export function sharedOrInScope(where: Conditions, scope: Scope, client: string): Conditions {
  return where.and(isSharedOrInScope(where, scope, client));
}

/** The SQL of {@link sharedOrInScope}, its values bound in `where`; for sub-selects of that statement. */
export function isSharedOrInScope(where: Conditions, scope: Scope, client: string): string {
  return scope.all ? 'true' : `(${client} IS NULL OR ${clientIsInScope(where, scope, client)})`;
}

/** The SQL that is true for clients of which at least one site is in scope, its values bound in `where`. */
export function clientIsInScope(where: Conditions, scope: Scope, client: string): string {
  if (scope.all) return 'true';
  const [clients, sites] = [where.bind(scope.clientIds), where.bind(scope.siteIds)];
  return `(${client} = ANY(${clients}::uuid[]) OR ${client} IN (SELECT of_scope.client_id FROM site of_scope WHERE of_scope.id = ANY(${sites}::uuid[])))`;
}

/** The scope that a request names; what it leaves out is nothing. */
export function scopeOf(
  wanted:
    | { readonly all?: boolean; readonly clientIds?: readonly string[]; readonly siteIds?: readonly string[] }
    | undefined,
): Scope {
  return { all: wanted?.all ?? false, clientIds: wanted?.clientIds ?? [], siteIds: wanted?.siteIds ?? [] };
}

/** Whether the site of this id exists and is in scope. */
export async function siteInScope(tx: Tx, scope: Scope, siteId: string): Promise<boolean> {
  const [site]: { clientId: string }[] = await tx.query('SELECT client_id AS "clientId" FROM site WHERE id = $1', [
    siteId,
  ]);
  return site !== undefined && coversSite(scope, { siteId, ...site });
}

/** Whether a fetched site is in scope. */
export function coversSite(scope: Scope, site: { readonly siteId: string; readonly clientId: string }): boolean {
  return scope.all || scope.clientIds.includes(site.clientId) || scope.siteIds.includes(site.siteId);
}

/** Whether a client is in scope with all its sites, also future ones; null stands for what all clients share. */
export function coversClient(scope: Scope, clientId: string | null): boolean {
  return scope.all || (clientId !== null && scope.clientIds.includes(clientId));
}
