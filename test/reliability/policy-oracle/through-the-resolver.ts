import { REMOTE_ACCESS_SETTINGS } from '../../../contracts/policy-settings.js';
import type { Candidate, EffectiveSetting, PolicyInput, PolicyLayer } from '../../../src/policies/index.js';
import type { resolveEffectivePolicy } from '../../../src/policies/resolve-effective-policy.js';
import { type DeviceTold, type Fleet, halfHours, type Told } from './naive-oracle.js';

export type Resolver = typeof resolveEffectivePolicy;
export type Resolved = Pick<DeviceTold, 'settings' | 'conflicts'>;

/** What a resolver says about every device of a fleet, in the oracle's words. */
export function throughTheResolver(resolve: Resolver, fleet: Fleet): Record<string, Resolved> {
  return Object.fromEntries(fleet.devices.map((device) => [device.id, inPlainWords(resolve(REMOTE_ACCESS_SETTINGS, inputOf(fleet, device)))]));
}

/** What the statements of the database hand to the resolver. */
function inputOf(fleet: Fleet, device: Fleet['devices'][number]): PolicyInput {
  const override = fleet.overrides.find((each) => each.device === device.id && (each.expires === null || each.expires > fleet.now));
  return {
    layers: layersOf(fleet, device.site).filter(({ deviceGroupId }) => deviceGroupId === null || device.groups.includes(deviceGroupId)),
    override: override
      ? { settings: override.settings, mayLoosen: override.mayLoosen, reason: override.reason, authorName: override.author, expiresAt: override.expires === null ? null : new Date(override.expires) }
      : null,
    locks: fleet.locks,
  };
}

function layersOf(fleet: Fleet, site: string): PolicyLayer[] {
  const packages = new Map(fleet.packages.map((each) => [each.id, each]));
  const policies = new Map(fleet.policies.map((each) => [each.id, each]));
  return fleet.assignments
    .filter((assignment) => assignment.site === site)
    .flatMap((assignment) =>
      packages.get(assignment.package)!.entries.map(({ policy: policyId, group }) => {
        const policy = policies.get(policyId)!;
        return {
          policyId, policyName: policyId, packageId: assignment.package, packageName: assignment.package, assignmentId: assignment.id, priority: assignment.priority,
          assignedAt: new Date(assignment.at), enabled: policy.enabled, settings: policy.settings, deviceGroupId: group, deviceGroupName: group,
        };
      }),
    );
}

/** An effective policy in the words of the oracle. */
export function inPlainWords({ settings, conflicts }: ReturnType<Resolver>): Resolved {
  return {
    settings: Object.fromEntries(Object.entries(settings).map(([key, setting]) => [key, told(key, setting)])),
    conflicts: Object.fromEntries(conflicts.map(({ key, candidates }) => [key, candidates.map((each) => inWords(key, each)).sort()])),
  };
}

function told(key: string, setting: EffectiveSetting): Told {
  const { source, mergedStricter, shadowed } = setting;
  return { value: meaning(key, setting.value), source, by: nameOf(setting), stricter: mergedStricter === true, shadowed: shadowed.map((each) => inWords(key, each)).sort() };
}

function inWords(key: string, candidate: Candidate): string {
  return `${candidate.source} ${nameOf(candidate)} = ${String(meaning(key, candidate.value))}`;
}

function nameOf(from: Candidate | EffectiveSetting): string {
  if (from.source === 'policy') return [from.assignmentId, from.packageId, from.policyId, from.deviceGroupId ?? 'all devices'].join(' > ');
  return from.source === 'override' ? `${from.authorName}: ${from.reason}` : from.source === 'lock' ? 'lock' : '';
}

function meaning(key: string, value: Told['value']): Told['value'] {
  return key === 'session.allowedHours' ? halfHours(String(value)) : value;
}
