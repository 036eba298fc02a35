import { coversSite, type Scope } from '../accounts/index.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { notFound } from '../platform/errors/domain-error.js';
import type { ChangedDeviceView } from './changed-device.view.js';

/** The device, if it is in scope and was not deleted; else it is answered like one that does not exist. */
export async function deviceInScope(tx: Tx, scope: Scope, id: string): Promise<ChangedDeviceView> {
  const [device]: ChangedDeviceView[] = await tx.query(
    `SELECT d.id, d.site_id AS "siteId", s.client_id AS "clientId", d.name, d.display_name AS "displayName", d.tags, d.version
       FROM device d JOIN site s ON s.id = d.site_id WHERE d.id = $1 AND d.retired_at IS NULL`,
    [id],
  );
  if (!device || !coversSite(scope, device)) throw notFound('device');
  return device;
}
