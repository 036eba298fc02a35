import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudits } from '../../audit/index.js';
import { announceDevices } from '../../devices/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Ids } from '../../platform/ids.js';
import { expiryAhead } from '../expiry.js';
import { IS_LIVE } from './which-apply.js';

interface ChangedExclusion {
  readonly id: string;
  readonly deviceId: string;
  readonly name: string;
  readonly siteId: string;
  readonly clientId: string;
}

const WITH_PLACE = `
  SELECT w.id, w.device_id AS "deviceId", d.name, d.site_id AS "siteId", s.client_id AS "clientId"
    FROM written w JOIN device d ON d.id = w.device_id JOIN site s ON s.id = d.site_id ORDER BY w.id`;

/** Leaves out each of these devices by itself; one that is left out by itself already keeps what it has. Scope is the caller's to have judged. */
export async function excludeDevices(
  tx: Tx,
  ids: Ids,
  operator: Operator,
  deviceIds: readonly string[],
  { reason, expiresAt }: { readonly reason: string; readonly expiresAt?: string | null },
): Promise<{ readonly id: string; readonly deviceId: string }[]> {
  const until = await expiryAhead(tx, expiresAt);
  const made: ChangedExclusion[] = await tx.query(
    `WITH written AS (
       INSERT INTO exclusion (id, kind, device_id, reason, author_id, author_name, expires_at)
       SELECT n.id, 'exclude', d.id, $3, $4, $5, $6 FROM unnest($1::uuid[], $2::uuid[]) AS n (id, device_id) JOIN device d ON d.id = n.device_id AND d.retired_at IS NULL
        WHERE NOT EXISTS (SELECT FROM exclusion x WHERE x.device_id = d.id AND x.kind = 'exclude' AND ${IS_LIVE})
       RETURNING id, device_id)
     ${WITH_PLACE}`,
    [deviceIds.map(() => ids.uuid()), deviceIds, reason, operator.id, operator.name, until],
  );
  await told(tx, operator, 'exclusion.create', made, { kind: [null, 'exclude'], reason: [null, reason], expiresAt: [null, until] });
  return made;
}

/** Ends these exclusions, as far as they still hold; answers the devices that were let in again. */
export async function endExclusionsOfDevices(tx: Tx, operator: Operator, exclusionIds: readonly string[]): Promise<string[]> {
  const ended: ChangedExclusion[] = await tx.query(
    `WITH written AS (
       UPDATE exclusion SET ended_at = now(), end_reason = 'withdrawn', ended_by_name = $2, version = version + 1
        WHERE id = ANY($1::uuid[]) AND ended_at IS NULL AND device_id IS NOT NULL RETURNING id, device_id)
     ${WITH_PLACE}`,
    [exclusionIds, operator.name],
  );
  await told(tx, operator, 'exclusion.delete', ended, { kind: ['exclude', null] });
  return ended.map(({ deviceId }) => deviceId);
}

async function told(
  tx: Tx,
  operator: Operator,
  action: string,
  exclusions: readonly ChangedExclusion[],
  changes: Readonly<Record<string, readonly [unknown, unknown]>>,
): Promise<void> {
  await recordAudits(
    tx,
    actorOf(operator),
    exclusions.map(({ id, deviceId, name, siteId, clientId }) => ({ action, subject: { kind: 'exclusion', id, name }, clientId, siteId, deviceId, changes })),
  );
  await announceDevices(tx, exclusions.map(({ deviceId }) => deviceId));
}
