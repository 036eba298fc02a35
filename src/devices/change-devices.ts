import { actorOf, type Operator } from '../accounts/index.js';
import { recordAudits } from '../audit/index.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { refuseLeavingClients } from '../sites/index.js';
import { announceDevices } from './announce-devices.js';
import { siteInScope } from './site-in-scope.js';

/** As many as one device may carry; the body that changes a single device says the same. */
export const MOST_TAGS = 50;

/** Which tags one device gets and loses. */
export interface Retagging {
  readonly id: string;
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

interface ChangedDevice {
  readonly id: string;
  readonly name: string;
  readonly siteId: string;
  readonly clientId: string;
}

/** A device with the tags it had and has. */
export interface RetaggedDevice extends ChangedDevice {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * Tags many devices in one statement; those that stay as they are, that would carry more than {@link MOST_TAGS} or are gone are left
 * out of the answer. Scope is the caller's to have judged.
 */
export async function retagDevices(tx: Tx, operator: Operator, retaggings: readonly Retagging[]): Promise<RetaggedDevice[]> {
  const [changed]: [RetaggedDevice[], number] = await tx.query(
    `UPDATE device d SET tags = w.after, version = d.version + 1, updated_at = now()
       FROM (SELECT v.id, v.tags AS before, s.client_id AS "clientId",
                    ARRAY(SELECT DISTINCT tag COLLATE "C" FROM unnest(v.tags || ARRAY(SELECT jsonb_array_elements_text(r.add))) AS tag
                           WHERE NOT r.remove ? tag ORDER BY 1) AS after
               FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, add jsonb, remove jsonb)
               JOIN device v ON v.id = r.id AND v.retired_at IS NULL JOIN site s ON s.id = v.site_id ORDER BY v.id FOR UPDATE OF v) w
      WHERE d.id = w.id AND w.after <> w.before AND cardinality(w.after) <= ${MOST_TAGS}
      RETURNING d.id, d.name, d.site_id AS "siteId", w."clientId", w.before, w.after`,
    [JSON.stringify(retaggings)],
  );
  await told(tx, operator, changed, ({ before, after }) => ({ tags: [before, after] }));
  return changed;
}

/** Where one device goes. */
export interface Relocation {
  readonly id: string;
  readonly siteId: string;
}

/** A device with the site it was in. */
export interface MovedDevice extends ChangedDevice {
  readonly fromSiteId: string;
}

/** Moves many devices in one statement; those that are there already or gone are left out of the answer. Every new site has to be in scope. */
export async function moveDevices(tx: Tx, operator: Operator, relocations: readonly Relocation[]): Promise<MovedDevice[]> {
  const clientIds: string[] = [];
  for (const siteId of new Set(relocations.map((each) => each.siteId))) {
    clientIds.push((await siteInScope(tx, operator.scope, siteId)).clientId);
  }
  await refuseLeavingClients(tx, clientIds);
  const [moved]: [MovedDevice[], number] = await tx.query(
    `UPDATE device d SET site_id = w.to_site, version = d.version + 1, updated_at = now()
       FROM (SELECT v.id, v.site_id AS from_site, r."siteId" AS to_site, s.client_id
               FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, "siteId" uuid)
               JOIN device v ON v.id = r.id AND v.retired_at IS NULL JOIN site s ON s.id = r."siteId" ORDER BY v.id FOR UPDATE OF v) w
      WHERE d.id = w.id AND w.from_site <> w.to_site
      RETURNING d.id, d.name, d.site_id AS "siteId", w.client_id AS "clientId", w.from_site AS "fromSiteId"`,
    [JSON.stringify(relocations)],
  );
  await told(tx, operator, moved, ({ fromSiteId, siteId }) => ({ siteId: [fromSiteId, siteId] }));
  return moved;
}

async function told<T extends ChangedDevice>(
  tx: Tx,
  operator: Operator,
  changed: readonly T[],
  changes: (device: T) => Readonly<Record<string, readonly [unknown, unknown]>>,
): Promise<void> {
  await recordAudits(
    tx,
    actorOf(operator),
    changed.map((device) => ({
      action: 'device.change',
      subject: { kind: 'device', id: device.id, name: device.name },
      siteId: device.siteId,
      clientId: device.clientId,
      deviceId: device.id,
      changes: changes(device),
    })),
  );
  await announceDevices(tx, changed.map(({ id }) => id));
}
