import type { SettingDefinition, SettingGroup, SettingValue } from '../../../contracts/policy-settings.js';
import type { Combine } from '../merge-rules.js';

/** One kind of policy: everything the product knows about it, in one folder beside this file that exports it as `policyType`. */
export interface PolicyType {
  readonly category: string;
  readonly categoryTitle: string;
  readonly type: string;
  readonly title: string;
  readonly help: string;
  /** In the order of the form. */
  readonly groups: readonly SettingGroup[];
  readonly settings: readonly SettingDefinition[];
  /** Rules of its own, by the name that its settings use, beside the built-in ones. */
  readonly mergeRules?: Readonly<Record<string, Combine>>;
  /** What the resolved values mean for one device now. Pure. */
  readonly conditions: (values: Readonly<Record<string, SettingValue>>, facts: PolicyFacts) => readonly PolicyCondition[];
}

/** What is known of a device when the conditions of its policies are judged; null is not known. */
export interface PolicyFacts {
  readonly os: string;
  readonly osVersion: string | null;
  readonly arch: string;
  readonly deviceType: string;
  readonly tags: readonly string[];
  readonly online: boolean;
  /** In the time zone of its site, Monday 00:00 is 0. */
  readonly minuteOfWeek: number;
}

/** One judged fact. */
export interface PolicyCondition {
  readonly type: string;
  readonly status: 'true' | 'false' | 'unknown';
  readonly reason: string;
  readonly message: string;
}
