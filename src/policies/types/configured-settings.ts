import { canonicalValue, refuseSettingValue, type SettingValue } from '../../../contracts/policy-settings.js';
import { DomainError, type FieldRefusal } from '../../platform/errors/domain-error.js';
import type { PolicyType } from './policy-type.js';

/**
 * What a policy, an override or the locks say after checking: only configured settings in one spelling, in the order
 * of the type; null and
 * absent are "not configured". `at` is where the settings are in the request.
 */
export function configuredSettings(
  type: PolicyType,
  wanted: Readonly<Record<string, unknown>>,
  at = '/settings',
): Record<string, SettingValue> {
  const known = new Map(type.settings.map((setting) => [setting.key, setting]));
  const given = Object.entries(wanted);
  const unknown = given.filter(([key]) => !known.has(key)).map(([key]) => refusal(at, key, 'unknown', 'does not exist'));
  if (unknown.length > 0)
    throw new DomainError('API-INPUT-02', 'There are settings that do not exist.', { errors: unknown });
  const errors = given.flatMap(([key, value]) => {
    const why = value === null ? null : refuseSettingValue(known.get(key)!.type, value);
    return why === null ? [] : [refusal(at, key, 'setting', why)];
  });
  if (errors.length > 0) throw new DomainError('API-INPUT-01', 'There are invalid settings.', { errors });
  return Object.fromEntries(
    type.settings.flatMap(({ key, type: of }) =>
      wanted[key] === undefined || wanted[key] === null ? [] : [[key, canonicalValue(of, wanted[key] as SettingValue)]],
    ),
  );
}

function refusal(at: string, key: string, rule: string, message: string): FieldRefusal {
  return { pointer: `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, rule, message };
}
