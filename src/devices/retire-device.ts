import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../accounts/index.js';
import { type Actor, recordAudit, recordAudits } from '../audit/index.js';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work.js';
import { type ExpectedVersion, refuseStale, staleVersion } from '../platform/http/index.js';
import { announceDevices } from './announce-devices.js';
import { deviceInScope } from './read-device.js';

/** What waits to take the device over is turned away with it, or a later look at the claim would bring it back. */
const RETIRED = `
  retired_at = coalesce(retired_at, now()), claim_public_key = NULL, claim_site_id = NULL, claimed_at = NULL,
  version = version + 1, updated_at = now()`;

/** Deletes a device: its remote access is removed first, even if it has to be waited for; until that is proven only the wish is stored. */
@Injectable()
export class RetireDevice {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, id: string, expected: ExpectedVersion): Promise<void> {
    await this.unit.run(async (tx) => {
      const device = await deviceInScope(tx, operator.scope, id);
      refuseStale(expected, device.version);
      const [, count]: [unknown, number] = await tx.query(
        `UPDATE device SET ${RETIRED} WHERE id = $1 AND version = $2 AND retired_at IS NULL`,
        [id, device.version],
      );
      if (count === 0) throw staleVersion();
      await recordAudit(tx, actorOf(operator), {
        action: 'device.delete',
        subject: { kind: 'device', id, name: device.name },
        siteId: device.siteId,
        clientId: device.clientId,
        deviceId: id,
      });
      await announceDevices(tx, [id]);
    });
  }
}

/** Deletes every device of a client that leaves, in the same way; returns how many. */
export async function retireDevicesOfClient(tx: Tx, actor: Actor, clientId: string): Promise<number> {
  return (await retireWhere(tx, actor, 's.client_id = $1 AND (v.retired_at IS NULL OR v.claim_public_key IS NOT NULL)', clientId)).length;
}

/** Deletes these devices in the same way; returns those that were not deleted before. Scope is the caller's to have judged. */
export async function retireDevices(tx: Tx, actor: Actor, ids: readonly string[]): Promise<string[]> {
  return retireWhere(tx, actor, 'v.id = ANY($1::uuid[]) AND v.retired_at IS NULL', ids);
}

async function retireWhere(tx: Tx, actor: Actor, condition: string, value: unknown): Promise<string[]> {
  const [retired]: [{ id: string; name: string; site_id: string; client_id: string }[], number] = await tx.query(
    `UPDATE device d SET ${RETIRED}
       FROM (SELECT v.id, s.client_id FROM device v JOIN site s ON s.id = v.site_id WHERE ${condition} ORDER BY v.id FOR UPDATE OF v) w
      WHERE d.id = w.id RETURNING d.id, d.name, d.site_id, w.client_id`,
    [value],
  );
  await recordAudits(
    tx,
    actor,
    retired.map(({ id, name, site_id: siteId, client_id: clientId }) => ({ action: 'device.delete', subject: { kind: 'device', id, name }, clientId, siteId, deviceId: id })),
  );
  const ids = retired.map(({ id }) => id);
  await announceDevices(tx, ids);
  return ids;
}
