import type { SettingValue } from '../../../contracts/policy-settings.js';
import type { InstanceWideSetting } from '../../remote-access/index.js';

/** A policy that reaches devices of an instance and says something about a setting of all of them. */
export interface WantedByPolicy {
  readonly policyId: string;
  readonly policyName: string;
  readonly key: string;
  readonly value: SettingValue;
}

export type InstanceWideStanding = 'nobody-asks' | 'as-delivered' | 'to-be-set' | 'conflict';

/** One setting of a whole server, and what the policies make of it. */
export interface ComparedSetting {
  readonly key: string;
  readonly title: string;
  /** What the server itself calls it. */
  readonly name: string;
  readonly outOfTheBox: SettingValue;
  readonly standing: InstanceWideStanding;
  /** Each value that a policy wants, with the policies that want it. */
  readonly wanted: { readonly value: SettingValue; readonly policies: { readonly id: string; readonly name: string }[] }[];
  readonly place: string;
  readonly url: string | null;
  readonly needsReinstall: boolean;
  readonly code: string | null;
}

/**
 * Compares what policies want with what a server can only have once. Pure. Nobody can read what such a server is set to, so the answer is
 * a list of what somebody has to see to, and never says that it is done.
 */
export function compareInstanceWide(settings: readonly InstanceWideSetting[], wanted: readonly WantedByPolicy[], base: string | null): ComparedSetting[] {
  return settings.map(({ path, ...setting }) => {
    const values = new Map<string, { value: SettingValue; policies: { id: string; name: string }[] }>();
    for (const { policyId, policyName, value } of wanted.filter(({ key }) => key === setting.key)) {
      const same = values.get(JSON.stringify(value)) ?? { value, policies: [] };
      same.policies.push({ id: policyId, name: policyName });
      values.set(JSON.stringify(value), same);
    }
    const found = [...values.values()];
    return { ...setting, standing: standingOf(setting, found.map(({ value }) => value)), wanted: found, url: base === null ? null : new URL(path, base).href };
  });
}

function standingOf({ outOfTheBox }: Pick<InstanceWideSetting, 'outOfTheBox'>, values: readonly SettingValue[]): InstanceWideStanding {
  if (values.length > 1) return 'conflict';
  if (values.length === 0) return 'nobody-asks';
  return values[0] === outOfTheBox ? 'as-delivered' : 'to-be-set';
}
