import type { MergeRule, SettingDefinition, SettingValue } from '../../contracts/policy-settings.js';

/** One policy as it reaches a device: through which package, assigned how. */
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
}

export interface Candidate {
  readonly value: SettingValue;
  readonly policyId: string;
  readonly policyName: string;
  readonly packageId: string;
  readonly packageName: string;
  readonly assignmentId: string;
}

/** One value that holds, and where it comes from. */
export interface EffectiveSetting {
  readonly value: SettingValue;
  readonly source: 'default' | 'policy';
  readonly policyId?: string;
  readonly policyName?: string;
  readonly packageId?: string;
  readonly packageName?: string;
  readonly assignmentId?: string;
  /** A stricter candidate of a lower rank holds. */
  readonly mergedStricter?: true;
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

interface RankedCandidate extends Candidate {
  readonly priority: number;
  readonly assignedAt: Date;
}

/**
 * What results for one device, each value with its provenance. Pure, and independent of the order of the layers: higher
 * priority first, then the oldest assignment, then the smallest policy id; security settings take the strictest candidate.
 */
export function resolveEffectivePolicy(definitions: readonly SettingDefinition[], layers: readonly PolicyLayer[]): EffectivePolicy {
  const ranked = layers.filter((layer) => layer.enabled).sort(byRank);
  const settings: Record<string, EffectiveSetting> = {};
  const conflicts: PolicyConflict[] = [];
  for (const definition of definitions) {
    const candidates = ranked.flatMap((layer) => candidateOf(layer, definition.key));
    settings[definition.key] = choose(definition, candidates);
    const disputed = disputedIn(definition.merge, candidates);
    if (disputed.length > 0) conflicts.push({ code: 'RA-POL-01', key: definition.key, candidates: disputed.map(publicFacts) });
  }
  return { settings, conflicts };
}

/** The plain values of an effective policy. */
export function valuesOf(policy: EffectivePolicy): Record<string, SettingValue> {
  return Object.fromEntries(Object.entries(policy.settings).map(([key, setting]) => [key, setting.value]));
}

function byRank(a: PolicyLayer, b: PolicyLayer): number {
  return (
    b.priority - a.priority ||
    a.assignedAt.getTime() - b.assignedAt.getTime() ||
    compareText(a.policyId, b.policyId) ||
    compareText(a.assignmentId, b.assignmentId)
  );
}

function candidateOf(layer: PolicyLayer, key: string): RankedCandidate[] {
  const value = layer.settings[key];
  if (value === undefined) return [];
  const { policyId, policyName, packageId, packageName, assignmentId, priority, assignedAt } = layer;
  return [{ value, policyId, policyName, packageId, packageName, assignmentId, priority, assignedAt }];
}

function choose(definition: SettingDefinition, candidates: readonly RankedCandidate[]): EffectiveSetting {
  const first = candidates[0];
  if (!first) return { value: definition.default, source: 'default', shadowed: [] };
  const winner = definition.merge === 'strictest' ? strictest(definition, candidates) : first;
  const shadowed = candidates.filter((candidate) => candidate !== winner).map(publicFacts);
  return {
    ...publicFacts(winner),
    source: 'policy',
    ...(winner.value !== first.value ? { mergedStricter: true as const } : {}),
    shadowed,
  };
}

/** The first in rank among the strictest, so that an equal candidate further down never takes the credit. */
function strictest(definition: SettingDefinition, candidates: readonly RankedCandidate[]): RankedCandidate {
  return candidates.reduce((best, candidate) => (looseness(definition, candidate.value) < looseness(definition, best.value) ? candidate : best));
}

function looseness({ key, strictness }: SettingDefinition, value: SettingValue): number {
  if (strictness === 'smaller') return Number(value);
  if (strictness === 'larger') return -Number(value);
  if (!strictness) throw new TypeError(`${key} says no order of strictness`);
  return strictness.indexOf(value);
}

/** Strictest-of-all settles differences by itself; only rank can leave equals in dispute. */
function disputedIn(merge: MergeRule, candidates: readonly RankedCandidate[]): readonly RankedCandidate[] {
  if (merge === 'strictest') return [];
  const top = candidates.filter((candidate) => candidate.priority === candidates[0]?.priority);
  return new Set(top.map((candidate) => candidate.value)).size > 1 ? top : [];
}

function publicFacts({ value, policyId, policyName, packageId, packageName, assignmentId }: RankedCandidate): Candidate {
  return { value, policyId, policyName, packageId, packageName, assignmentId };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
