import { coversSite, isSharedOrInScope, type Operator, refuseOutside } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { invalidField, missingReference } from '../../platform/errors/constraint-refusals.js';
import type { ExclusionTargetBody } from './create-exclusion.body.js';

/** A target that the caller may set apart, with what the audit log wants to know of it. */
export interface ExclusionTarget {
  readonly siteId: string | null;
  readonly deviceGroupId: string | null;
  readonly deviceId: string | null;
  readonly name: string;
  /** Where it is. */
  readonly inClientId: string | null;
  readonly inSiteId: string | null;
}

/**
 * The one target that a body names: a site or device in scope; a shared group only for who reaches everything, the group of a
 * client only with the whole client in scope. What the caller may not see is answered like what does not exist.
 */
export async function exclusionTarget(tx: Tx, operator: Operator, body: ExclusionTargetBody): Promise<ExclusionTarget> {
  const { siteId, deviceGroupId, deviceId } = body;
  const given = [siteId, deviceGroupId, deviceId].filter((id) => id !== undefined && id !== null);
  if (given.length !== 1) throw invalidField('/target', 'one', 'must name exactly one of siteId, deviceGroupId and deviceId');
  if (siteId) return targetSite(tx, operator, siteId);
  if (deviceId) return targetDevice(tx, operator, deviceId);
  return targetGroup(tx, operator, deviceGroupId!);
}

async function targetSite(tx: Tx, operator: Operator, siteId: string): Promise<ExclusionTarget> {
  const [site]: { clientId: string; name: string }[] = await tx.query('SELECT client_id AS "clientId", name FROM site WHERE id = $1', [siteId]);
  if (!site || !coversSite(operator.scope, { siteId, clientId: site.clientId })) throw missingReference('/target/siteId', 'site');
  return { siteId, deviceGroupId: null, deviceId: null, name: site.name, inClientId: site.clientId, inSiteId: siteId };
}

async function targetDevice(tx: Tx, operator: Operator, deviceId: string): Promise<ExclusionTarget> {
  const [device]: { siteId: string; clientId: string; name: string }[] = await tx.query(
    `SELECT d.site_id AS "siteId", s.client_id AS "clientId", d.name FROM device d JOIN site s ON s.id = d.site_id WHERE d.id = $1 AND d.retired_at IS NULL`,
    [deviceId],
  );
  if (!device || !coversSite(operator.scope, device)) throw missingReference('/target/deviceId', 'device');
  return { siteId: null, deviceGroupId: null, deviceId, name: device.name, inClientId: device.clientId, inSiteId: device.siteId };
}

async function targetGroup(tx: Tx, operator: Operator, deviceGroupId: string): Promise<ExclusionTarget> {
  const where = new Conditions().and('g.id = ?', deviceGroupId);
  where.and(isSharedOrInScope(where, operator.scope, 'g.client_id'));
  const [group]: { clientId: string | null; name: string }[] = await tx.query(
    `SELECT g.client_id AS "clientId", g.name FROM device_group g WHERE ${where.sql}`,
    where.values,
  );
  if (!group) throw missingReference('/target/deviceGroupId', 'device group');
  refuseOutside(operator, group.clientId);
  return { siteId: null, deviceGroupId, deviceId: null, name: group.name, inClientId: group.clientId, inSiteId: null };
}
