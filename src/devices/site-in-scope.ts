import { coversSite, type Scope } from '../accounts/index.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { notFound } from '../platform/errors/domain-error.js';

/** A site as far as devices need to know it. */
export interface SiteOfDevices {
  readonly siteId: string;
  readonly clientId: string;
  readonly name: string;
}

/** The site, if it is in scope; one that is not is answered like one that does not exist. */
export async function siteInScope(tx: Tx, scope: Scope, siteId: string): Promise<SiteOfDevices> {
  const [site]: SiteOfDevices[] = await tx.query('SELECT id AS "siteId", client_id AS "clientId", name FROM site WHERE id = $1', [siteId]);
  if (!site || !coversSite(scope, site)) throw notFound('site');
  return site;
}
