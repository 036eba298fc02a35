import { canonicalValue, refuseSettingValue, type SettingDefinition } from '../../../contracts/policy-settings.js';
import { BUILT_IN_RULES } from '../merge-rules.js';
import type { PolicyType } from './policy-type.js';

/** Throws for the first thing about a type that would go wrong later: a fault of the program, found when it starts. */
export function refuseFaultyType(policyType: PolicyType): void {
  const { category, type, settings, mergeRules = {} } = policyType;
  const fault = (what: string): never => {
    throw new TypeError(`The policy type ${category}/${type} ${what}.`);
  };
  const redefined = Object.keys(mergeRules).find((name) => Object.hasOwn(BUILT_IN_RULES, name));
  if (redefined) fault(`defines the merge rule "${redefined}", which is built in`);
  for (const [index, setting] of settings.entries()) {
    if (settings.findIndex(({ key }) => key === setting.key) !== index) fault(`has two settings called ${setting.key}`);
    const why = faultOf(setting, policyType);
    if (why) fault(`has a setting ${setting.key} ${why}`);
  }
}

function faultOf(setting: SettingDefinition, { groups, mergeRules = {} }: PolicyType): string | null {
  const { type, merge, strictness, group } = setting;
  if (!groups.some(({ key }) => key === group)) return `in the group "${group}", which does not exist`;
  if (!Object.hasOwn(BUILT_IN_RULES, merge) && !Object.hasOwn(mergeRules, merge)) return `merged by "${merge}", which nobody defines`;
  if (merge === 'intersection' && type.kind !== 'weekly-hours') return 'that is no hours and cannot be intersected';
  if (merge === 'strictest' && !ordersAll(setting)) return 'without an order of strictness over all of its values';
  if (merge !== 'strictest' && strictness) return 'with an order of strictness that no rule asks for';
  const refused = refuseSettingValue(type, setting.default);
  if (refused) return `whose default ${refused}`;
  return canonicalValue(type, setting.default) === setting.default ? null : 'whose default is not spelled as it would be stored';
}

function ordersAll({ type, strictness }: SettingDefinition): boolean {
  if (type.kind === 'integer') return strictness === 'smaller' || strictness === 'larger';
  const values = type.kind === 'boolean' ? [true, false] : type.kind === 'choice' ? type.choices : null;
  return values !== null && Array.isArray(strictness) && strictness.length === values.length && values.every((value) => (strictness as readonly unknown[]).includes(value));
}
