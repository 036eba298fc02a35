import { canonicalValue, type SettingDefinition, type SettingValue } from '../../contracts/policy-settings.js';
import type { Candidate, EffectivePolicy, EffectiveSetting, OverrideLayer, PolicyConflict, PolicyInput, PolicyLayer } from './effective-policy.js';
import { BUILT_IN_RULES, type Combine, mergeRule, type MergeRules } from './merge-rules.js';

/**
 * What results for one device, each value with its provenance. Pure, and independent of the order of the layers.
 * By rank: the override; then the higher priority; then an entry narrowed to a device group before one for all devices;
 * among equals the oldest assignment, then the smallest policy id. Merged settings take all candidates together, and an
 * override that may loosen replaces them. Locks are applied last. The default holds only where nobody says anything.
 */
export function resolveEffectivePolicy(
  definitions: readonly SettingDefinition[],
  { layers, override, locks }: PolicyInput,
  rules: MergeRules = BUILT_IN_RULES,
): EffectivePolicy {
  const ranked = layers.filter((layer) => layer.enabled).sort(byRank);
  const settings: Record<string, EffectiveSetting> = {};
  const conflicts: PolicyConflict[] = [];
  for (const definition of definitions) {
    const { key } = definition;
    const configuring = ranked.filter((layer) => layer.settings[key] != null);
    const said: Said = {
      policies: configuring.map((layer) => ({ value: valueIn(layer.settings, definition), ...policyFacts(layer) })),
      override: override?.settings[key] == null ? null : { value: valueIn(override.settings, definition), ...overrideFacts(override) },
      loosens: override?.mayLoosen === true,
      lock: locks[key] == null ? null : { value: valueIn(locks, definition), source: 'lock' },
    };
    const combine = mergeRule(definition, rules);
    settings[key] = decide(definition, combine, said);
    const winning = said.policies.slice(0, configuring.filter((layer) => compareRank(layer, configuring[0]!) === 0).length);
    if (combine === null && !said.override && !said.lock && differ(winning)) conflicts.push({ code: 'RA-POL-01', key, candidates: winning });
  }
  return { settings, conflicts };
}

/** What everybody says about one setting. */
interface Said {
  /** In rank. */
  readonly policies: readonly Candidate[];
  readonly override: Candidate | null;
  readonly loosens: boolean;
  readonly lock: Candidate | null;
}

function decide(definition: SettingDefinition, combine: Combine | null, { policies, override, loosens, lock }: Said): EffectiveSetting {
  const inRank = override ? [override, ...policies] : policies;
  const heard = combine === null || (override && loosens) ? inRank.slice(0, 1) : inRank;
  const first = heard[0];
  const merged = combine ? mergedOf(heard, combine, definition) : first?.value;
  const value = lock ? (combine && merged !== undefined ? combine(merged, lock.value, definition) : lock.value) : merged;
  if (value === undefined) return { value: definition.default, source: 'default', shadowed: [] };
  // A lock that makes a difference, or says the same, is where the value comes from. Where several candidates together
  // made a value that none of them wants alone, the first in rank stands for them.
  const head = lock && (value === lock.value || value !== merged) ? lock : first!;
  const winner = head === lock ? lock : (heard.find((candidate) => candidate.value === value) ?? head);
  return {
    ...winner,
    value,
    ...(value === head.value ? {} : { mergedStricter: true as const }),
    shadowed: [...(lock ? [lock] : []), ...inRank].filter((candidate) => candidate !== winner),
  };
}

function mergedOf(candidates: readonly Candidate[], combine: Combine, definition: SettingDefinition): SettingValue | undefined {
  return candidates.map(({ value }) => value).reduce<SettingValue | undefined>((a, b) => (a === undefined ? b : combine(a, b, definition)), undefined);
}

function differ(candidates: readonly Candidate[]): boolean {
  return candidates.some(({ value }) => value !== candidates[0]!.value);
}

function compareRank(a: PolicyLayer, b: PolicyLayer): number {
  return b.priority - a.priority || Number(a.deviceGroupId === null) - Number(b.deviceGroupId === null);
}

function byRank(a: PolicyLayer, b: PolicyLayer): number {
  return (
    compareRank(a, b) ||
    a.assignedAt.getTime() - b.assignedAt.getTime() ||
    compareText(a.policyId, b.policyId) ||
    compareText(a.assignmentId, b.assignmentId) ||
    compareText(a.deviceGroupId ?? '', b.deviceGroupId ?? '')
  );
}

function valueIn(settings: Readonly<Record<string, SettingValue>>, { key, type }: SettingDefinition): SettingValue {
  return canonicalValue(type, settings[key]!);
}

function policyFacts({ policyId, policyName, packageId, packageName, assignmentId, deviceGroupId, deviceGroupName }: PolicyLayer): Omit<Candidate, 'value'> {
  const group = deviceGroupId === null ? {} : { deviceGroupId, deviceGroupName: deviceGroupName ?? '' };
  return { source: 'policy', policyId, policyName, packageId, packageName, assignmentId, ...group };
}

function overrideFacts({ reason, authorName, expiresAt }: OverrideLayer): Omit<Candidate, 'value'> {
  return { source: 'override', reason, authorName, expiresAt };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
