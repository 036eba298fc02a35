import { canonicalValue, refuseSettingValue, type SettingValue } from '../../../contracts/policy-settings.js';
import { DomainError, type FieldRefusal } from '../../platform/errors/domain-error.js';
import type { PolicyType } from './policy-type.js';

/** What a policy says after checking: only configured settings in one spelling, in the order of the type; null and absent are "not configured". */
export function configuredSettings(
  type: PolicyType,
  wanted: Readonly<Record<string, unknown>>,
): Record<string, SettingValue> {
  const known = new Map(type.settings.map((setting) => [setting.key, setting]));
  const given = Object.entries(wanted);
  const unknown = given.filter(([key]) => !known.has(key)).map(([key]) => refusal(key, 'unknown', 'does not exist'));
  if (unknown.length > 0)
    throw new DomainError('API-INPUT-02', 'The policy has settings that do not exist.', { errors: unknown });
  const errors = given.flatMap(([key, value]) => {
    const why = value === null ? null : refuseSettingValue(known.get(key)!.type, value);
    return why === null ? [] : [refusal(key, 'setting', why)];
  });
  if (errors.length > 0) throw new DomainError('API-INPUT-01', 'The policy has invalid settings.', { errors });
  return Object.fromEntries(
    type.settings.flatMap(({ key, type: of }) =>
      wanted[key] === undefined || wanted[key] === null ? [] : [[key, canonicalValue(of, wanted[key] as SettingValue)]],
    ),
  );
}

function refusal(key: string, rule: string, message: string): FieldRefusal {
  return { pointer: `/settings/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, rule, message };
}
