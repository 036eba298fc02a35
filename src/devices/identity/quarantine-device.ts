import { type Actor, recordAudit, SYSTEM } from '../../audit/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import { announceDevices } from '../announce-devices.js';

type Why = Readonly<Record<string, readonly [unknown, unknown]>>;

/** Flags a device whose identity is in doubt and cuts its connections; once flagged, nothing more happens. Only an operator ends the doubt. */
export async function quarantineDevice(tx: Tx, deviceId: string, why: Why, actor: Actor = SYSTEM): Promise<void> {
  await setApart(tx, deviceId, false, why, actor);
}

/** Sets a new device apart, because its token says so, until an operator approves it. One whose identity is in doubt stays so. */
export async function holdForApproval(tx: Tx, deviceId: string, tokenId: string): Promise<void> {
  await setApart(tx, deviceId, true, { enrolmentToken: [null, tokenId] }, SYSTEM);
}

/** A doubt weighs more than a missing approval, and takes its place. */
async function setApart(tx: Tx, deviceId: string, awaitsApproval: boolean, why: Why, actor: Actor): Promise<void> {
  const [[device]]: [{ hostname: string; site_id: string; client_id: string }[], number] = await tx.query(
    `UPDATE device d SET quarantined = true, awaits_approval = $2, version = d.version + 1, updated_at = now()
       FROM site s WHERE d.id = $1 AND s.id = d.site_id AND (NOT d.quarantined OR (d.awaits_approval AND NOT $2))
     RETURNING d.hostname, d.site_id, s.client_id`,
    [deviceId, awaitsApproval],
  );
  if (!device) return;
  await recordAudit(tx, actor, {
    action: 'device.quarantine',
    subject: { kind: 'device', id: deviceId, name: device.hostname },
    siteId: device.site_id,
    clientId: device.client_id,
    deviceId,
    changes: why,
  });
  await announceDevices(tx, [deviceId]);
  await wakeUp(tx, 'revoke', JSON.stringify({ kind: 'device', id: deviceId }));
}
