import type { SettingValue } from '../../../contracts/policy-settings.js';
import { holds, type Operator } from '../../accounts/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { invalidField } from '../../platform/errors/constraint-refusals.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { loosenedSettings } from '../../policies/index.js';
import { expiryAhead } from '../expiry.js';
import { settingsOfDevices } from '../settings-of-devices.js';
import { settingsWithoutOverride } from './read-override.js';

/** The longest that a security setting may be looser on one device. */
export const LOOSENED_DAYS = 30;

export interface JudgedOverride {
  readonly mayLoosen: boolean;
  readonly expiresAt: Date | null;
}

/**
 * Whether an override loosens a security setting against what the policies give the device, and whether the operator may do that:
 * only a Super Admin, and for at most 30 days. Locks take no part: they hold above every override, and may be lifted one day.
 */
export async function judgeOverride(
  tx: Tx,
  operator: Operator,
  deviceId: string,
  settings: Readonly<Record<string, SettingValue>>,
  expiresAt: string | null | undefined,
): Promise<JudgedOverride> {
  const without = await settingsWithoutOverride(tx, deviceId, 'without-locks');
  const loosened = loosenedSettings(settingsOfDevices().settings, without, settings);
  if (loosened.length === 0) return { mayLoosen: false, expiresAt: await expiryAhead(tx, expiresAt) };
  if (!holds(operator, 'security.manage')) {
    throw new DomainError('API-RIGHT-01', 'Only a Super Admin may loosen a security setting on a single device.', {
      errors: loosened.map((key) => ({ pointer: `/settings/${key}`, rule: 'stricter', message: `is looser than ${JSON.stringify(without[key])}, which only a Super Admin may allow` })),
    });
  }
  if (expiresAt === undefined || expiresAt === null) {
    throw invalidField('/expiresAt', 'needed', `is needed, at most ${LOOSENED_DAYS} days ahead, because ${loosened.join(', ')} would be loosened`);
  }
  return { mayLoosen: true, expiresAt: await expiryAhead(tx, expiresAt, LOOSENED_DAYS) };
}
