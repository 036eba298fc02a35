import type { SettingValue } from '../../../contracts/policy-settings.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { resolveEffectivePolicy, valuesOf } from '../../policies/index.js';
import { policyInputOf } from '../effective-policy-of.js';
import { settingsOfDevices } from '../settings-of-devices.js';
import { OVERRIDE_HOLDS } from './load-overrides.js';
import type { OverrideView } from './override.view.js';

/** The override that holds for a device; one that has expired is not there any more. */
export async function overrideOf(tx: Tx, deviceId: string): Promise<OverrideView> {
  const [override]: Omit<OverrideView, 'without'>[] = await tx.query(
    `SELECT o.device_id AS "deviceId", o.settings, o.may_loosen AS "mayLoosen", o.reason, o.author_id AS "authorId", o.author_name AS "authorName",
            o.expires_at AS "expiresAt", o.created_at AS "createdAt", o.updated_at AS "updatedAt", o.version
       FROM device_override o WHERE o.device_id = $1 AND ${OVERRIDE_HOLDS}`,
    [deviceId],
  );
  if (!override) throw notFound('override');
  const values = await settingsWithoutOverride(tx, deviceId, 'with-locks');
  return { ...override, without: Object.fromEntries(Object.keys(override.settings).flatMap((key) => (key in values ? [[key, values[key]!]] : []))) };
}

/** What a device would get if nobody had set it apart. */
export async function settingsWithoutOverride(
  tx: Tx,
  deviceId: string,
  locks: 'with-locks' | 'without-locks',
): Promise<Record<string, SettingValue>> {
  const input = await policyInputOf(tx, deviceId);
  if (!input) throw notFound('device');
  return valuesOf(
    resolveEffectivePolicy(settingsOfDevices().settings, { ...input, override: null, locks: locks === 'with-locks' ? input.locks : {} }),
  );
}
