import type { SettingValue } from '../../contracts/policy-settings.js';

/** One policy as it reaches a device: through which package and entry, assigned how. */
export interface PolicyLayer {
  readonly policyId: string;
  readonly policyName: string;
  readonly packageId: string;
  readonly packageName: string;
  readonly assignmentId: string;
  readonly priority: number;
  readonly assignedAt: Date;
  readonly enabled: boolean;
  readonly settings: Readonly<Record<string, SettingValue>>;
  /** The group that the package entry is narrowed to; null where it is for all devices. */
  readonly deviceGroupId: string | null;
  readonly deviceGroupName: string | null;
}

/** What somebody set apart for one device; only one that has not expired is handed in. */
export interface OverrideLayer {
  readonly settings: Readonly<Record<string, SettingValue>>;
  /** Whether it may be looser than the policies where settings are merged. */
  readonly mayLoosen: boolean;
  readonly reason: string;
  readonly authorName: string;
  readonly expiresAt: Date | null;
}

/** All that decides about one device: the layers that match it, its override, the installation's locks. */
export interface PolicyInput {
  readonly layers: readonly PolicyLayer[];
  readonly override: OverrideLayer | null;
  readonly locks: Readonly<Record<string, SettingValue>>;
}

/** Where a value comes from; the facts that make sense for its source. */
export interface Provenance {
  readonly policyId?: string;
  readonly policyName?: string;
  readonly packageId?: string;
  readonly packageName?: string;
  readonly assignmentId?: string;
  readonly deviceGroupId?: string;
  readonly deviceGroupName?: string;
  readonly reason?: string;
  readonly authorName?: string;
  readonly expiresAt?: Date | null;
}

/** A value that somebody wants, and by which path it reaches the device. */
export interface Candidate extends Provenance {
  readonly value: SettingValue;
  readonly source: 'policy' | 'override' | 'lock';
}

/** One value that holds, and where it comes from. */
export interface EffectiveSetting extends Provenance {
  readonly value: SettingValue;
  readonly source: 'default' | 'policy' | 'override' | 'lock';
  /** Not what the first in rank wants, but something stricter that a merge of all made. */
  readonly mergedStricter?: true;
  /** Every other candidate, in rank. */
  readonly shadowed: readonly Candidate[];
}

/** Policies of equal rank that want different values; a warning, never a blocked device. */
export interface PolicyConflict {
  readonly code: 'RA-POL-01';
  readonly key: string;
  readonly candidates: readonly Candidate[];
}

export interface EffectivePolicy {
  readonly settings: Readonly<Record<string, EffectiveSetting>>;
  readonly conflicts: readonly PolicyConflict[];
}

/** The plain values of an effective policy. */
export function valuesOf(policy: EffectivePolicy): Record<string, SettingValue> {
  return Object.fromEntries(Object.entries(policy.settings).map(([key, setting]) => [key, setting.value]));
}
