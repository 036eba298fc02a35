import { type Actor, recordAudit, SYSTEM } from '../../audit/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import { announceDevices } from '../announce-devices.js';

/** Flags a device whose identity is in doubt and cuts its connections; once flagged, nothing more happens. Only an operator ends the doubt. */
export async function quarantineDevice(tx: Tx, deviceId: string, why: Readonly<Record<string, readonly [unknown, unknown]>>, actor: Actor = SYSTEM): Promise<void> {
  const [[device]]: [{ hostname: string; site_id: string; client_id: string }[], number] = await tx.query(
    `UPDATE device d SET quarantined = true, version = d.version + 1, updated_at = now()
       FROM site s WHERE d.id = $1 AND s.id = d.site_id AND NOT d.quarantined
     RETURNING d.hostname, d.site_id, s.client_id`,
    [deviceId],
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
