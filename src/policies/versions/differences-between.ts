import type { SettingValue } from '../../../contracts/policy-settings.js';
import type { PolicyDifferenceView } from './policy-version.view.js';

/** What a policy says in one version. */
export interface PolicyWords {
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly settings: Readonly<Record<string, SettingValue>>;
}

/** What became different, sorted by where; of a first version only what it configured. */
export function differencesBetween(before: PolicyWords | null, after: PolicyWords): PolicyDifferenceView[] {
  const own = before === null ? [] : (['name', 'description', 'enabled'] as const).map((field) => difference(`/${field}`, before[field], after[field]));
  const keys = [...new Set([...Object.keys(before?.settings ?? {}), ...Object.keys(after.settings)])].sort();
  const settings = keys.map((key) => difference(`/settings/${escaped(key)}`, before?.settings[key] ?? null, after.settings[key] ?? null));
  return [...own, ...settings].filter((each) => each.before !== each.after);
}

function difference(pointer: string, before: SettingValue | null, after: SettingValue | null): PolicyDifferenceView {
  return { pointer, before, after };
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
