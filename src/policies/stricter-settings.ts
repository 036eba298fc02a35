import type { SettingDefinition, SettingValue } from '../../contracts/policy-settings.js';
import { BUILT_IN_RULES, mergeRule, type MergeRules } from './merge-rules.js';

type Settings = Readonly<Record<string, SettingValue>>;

/** The first settings, each merged value made as strict as in the others: what neither of the two would forbid is allowed. */
export function stricterSettings(definitions: readonly SettingDefinition[], first: Settings, other: Settings, rules: MergeRules = BUILT_IN_RULES): Record<string, SettingValue> {
  const merged = definitions.flatMap((definition) => {
    const [a, b] = [first[definition.key], other[definition.key]];
    const combine = mergeRule(definition, rules);
    return combine && a !== undefined && b !== undefined ? [[definition.key, combine(a, b, definition)] as const] : [];
  });
  return { ...first, ...Object.fromEntries(merged) };
}
