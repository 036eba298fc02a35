import type { SettingValue } from '../../../contracts/policy-settings.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { OverrideLayer } from '../../policies/index.js';

/** True for an override that holds now: expiry counts before anybody has ended it. `o` is its alias. */
export const OVERRIDE_HOLDS = '(o.expires_at IS NULL OR o.expires_at > now())';

interface Row {
  device_id: string;
  settings: Record<string, SettingValue>;
  may_loosen: boolean;
  reason: string;
  author_name: string;
  expires_at: Date | null;
}

/** The overrides that hold now for these devices, by device. */
export async function overridesOfDevices(tx: Tx, deviceIds: readonly string[]): Promise<Map<string, OverrideLayer>> {
  if (deviceIds.length === 0) return new Map();
  const rows: Row[] = await tx.query(`SELECT ${COLUMNS} FROM device_override o WHERE o.device_id = ANY($1::uuid[]) AND ${OVERRIDE_HOLDS}`, [deviceIds]);
  return byDevice(rows);
}

const COLUMNS = 'o.device_id, o.settings, o.may_loosen, o.reason, o.author_name, o.expires_at';

function byDevice(rows: readonly Row[]): Map<string, OverrideLayer> {
  return new Map(
    rows.map((row) => [
      row.device_id,
      { settings: row.settings, mayLoosen: row.may_loosen, reason: row.reason, authorName: row.author_name, expiresAt: row.expires_at },
    ]),
  );
}
