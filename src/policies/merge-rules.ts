import { intersectWeeklyHours, NEVER, parseWeeklyHours, printWeeklyHours, type SettingDefinition, type SettingValue } from '../../contracts/policy-settings.js';

/** Makes one value of two; must be commutative, associative and idempotent, so that no order of saving ever matters. */
export type Combine = (a: SettingValue, b: SettingValue, definition: SettingDefinition) => SettingValue;

/** Merge rules by name; null is by rank: nothing is combined, the first in rank holds. */
export type MergeRules = Readonly<Record<string, Combine | null>>;

export const BUILT_IN_RULES: MergeRules = {
  rank: null,
  strictest: (a, b, definition) => (looseness(definition, b) < looseness(definition, a) ? b : a),
  intersection: (a, b) => printWeeklyHours(intersectWeeklyHours(hoursOf(a), hoursOf(b))),
};

/** The rule that a setting names; an unknown name is a fault of the policy type. */
export function mergeRule({ key, merge }: SettingDefinition, rules: MergeRules): Combine | null {
  const rule = Object.hasOwn(rules, merge) ? rules[merge] : undefined;
  if (rule === undefined) throw new TypeError(`${key} is merged by "${merge}", which nobody defines`);
  return rule;
}

/** The smaller the stricter. */
function looseness({ key, strictness }: SettingDefinition, value: SettingValue): number {
  if (strictness === 'smaller') return Number(value);
  if (strictness === 'larger') return -Number(value);
  if (!strictness) throw new TypeError(`${key} says no order of strictness`);
  return strictness.indexOf(value);
}

/** What cannot be read allows nothing. */
function hoursOf(value: SettingValue): ReturnType<typeof parseWeeklyHours> & object {
  return parseWeeklyHours(String(value)) ?? parseWeeklyHours(NEVER)!;
}
