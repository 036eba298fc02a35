import { canonicalValue, type SettingDefinition, type SettingValue } from '../../contracts/policy-settings.js';
import { BUILT_IN_RULES, mergeRule, type MergeRules } from './merge-rules.js';

/**
 * The settings in which `wanted` is looser than what holds without it, in the order of the definitions. Only merged settings can be
 * loosened: a value is looser where merging it with the present one would make something stricter. Pure.
 */
export function loosenedSettings(
  definitions: readonly SettingDefinition[],
  without: Readonly<Record<string, SettingValue>>,
  wanted: Readonly<Record<string, SettingValue>>,
  rules: MergeRules = BUILT_IN_RULES,
): string[] {
  return definitions.flatMap((definition) => {
    const { key, type } = definition;
    const combine = mergeRule(definition, rules);
    const [value, present] = [wanted[key], without[key]];
    if (combine === null || value === undefined || present === undefined) return [];
    const said = canonicalValue(type, value);
    return combine(canonicalValue(type, present), said, definition) === said ? [] : [key];
  });
}
