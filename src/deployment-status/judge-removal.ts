import { catalogueEntry } from '../../contracts/error-catalogue.js';
import type { DeviceRemoval, RemovalCounts, RemovalEvidence, RemovalState } from '../../contracts/offboarding-certificate.js';

/** What is known of the removal of one deployment; times as RFC 3339 text. */
export interface RemovalFacts {
  readonly instanceName: string;
  readonly desired: 'present' | 'absent';
  readonly releasedAt: string;
  readonly removedAt: string | null;
  readonly everInstructed: boolean;
  readonly phaseCode: string | null;
  readonly phaseSince: string | null;
  /** When the device proved this removal, while the provider's part is still open. */
  readonly deviceProvedAt: string | null;
  readonly proof: { readonly provenAt: string; readonly deviceAt: string | null; readonly providerAt: string | null; readonly instructionId: string | null; readonly gone: readonly string[] } | null;
  readonly givenUp: { readonly at: string; readonly by: string; readonly reason: string } | null;
  readonly recordsLeft: number;
  /** The last complete reading of the provider. */
  readonly providerReadAt: string | null;
}

/** A device that leaves, with everything that was ever deployed on it. */
export interface LeavingDevice {
  readonly deviceId: string;
  readonly deviceName: string;
  readonly os: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly retiredAt: string | null;
  readonly enrolledAt: string;
  readonly online: boolean;
  readonly lastSeenAt: string | null;
  readonly deployments: readonly RemovalFacts[];
}

type Standing = Pick<DeviceRemoval, 'state' | 'since' | 'code' | 'says' | 'evidence'>;

/** The worst decides: a device is proven when nothing of it is left anywhere. */
const WORST_FIRST: readonly RemovalState[] = ['waiting', 'unproven', 'proven'];

/** How the removal of everything from one device stands. Pure; nothing is called proven that device and provider have not both shown. */
export function judgeRemoval(device: LeavingDevice): DeviceRemoval {
  const { deviceId, deviceName, os, siteId, siteName } = device;
  const standings = device.deployments.length === 0 ? [neverDeployed(device)] : device.deployments.map((facts) => standingOf(device, facts));
  const worst = [...standings].sort((a, b) => WORST_FIRST.indexOf(a.state) - WORST_FIRST.indexOf(b.state))[0]!;
  const since = worst.state === 'proven' ? standings.map((each) => each.since).sort().at(-1)! : worst.since;
  const contact: RemovalEvidence[] =
    device.lastSeenAt === null ? [] : [{ what: 'last-contact', at: device.lastSeenAt, source: `Endpoint agent of ${deviceName}`, detail: '' }];
  return { deviceId, deviceName, os, siteId, siteName, ...worst, since, evidence: [...contact, ...standings.flatMap(({ evidence }) => evidence)] };
}

export function countRemovals(removals: readonly DeviceRemoval[]): RemovalCounts {
  const of = (state: RemovalState): number => removals.filter((each) => each.state === state).length;
  return { devices: removals.length, proven: of('proven'), waiting: of('waiting'), unproven: of('unproven') };
}

function neverDeployed({ retiredAt, enrolledAt }: LeavingDevice): Standing {
  const since = retiredAt ?? enrolledAt;
  return proven(since, 'Remote access was never deployed here.', [{ what: 'never-installed', at: since, source: 'Latchkey', detail: '' }]);
}

function standingOf(device: LeavingDevice, facts: RemovalFacts): Standing {
  if (facts.proof) return provenBy(device, facts, facts.proof);
  if (facts.desired === 'absent' && facts.removedAt && !facts.everInstructed) {
    return proven(facts.removedAt, 'Nothing was ever installed here.', [{ what: 'never-installed', at: facts.removedAt, source: 'Latchkey', detail: facts.instanceName }]);
  }
  if (facts.desired === 'absent' && facts.givenUp && !facts.deviceProvedAt) return givenUp(facts, facts.givenUp);
  return waiting(device, facts);
}

function provenBy({ deviceName }: LeavingDevice, facts: RemovalFacts, { provenAt, deviceAt, providerAt, instructionId, gone }: NonNullable<RemovalFacts['proof']>): Standing {
  if (!deviceAt || !providerAt) {
    return proven(provenAt, 'Nothing was ever installed here.', [{ what: 'never-installed', at: provenAt, source: 'Latchkey', detail: facts.instanceName }]);
  }
  const seen = gone.length > 0 ? `found gone: ${gone.join(', ')}` : 'nothing installed';
  return proven(provenAt, 'Removed from the device, and no record is left at the provider.', [
    ordered(facts),
    { what: 'removed-at-device', at: deviceAt, source: `Endpoint agent of ${deviceName}`, detail: instructionId ? `${seen}; instruction ${instructionId}` : seen },
    { what: 'absent-at-provider', at: providerAt, source: facts.instanceName, detail: 'complete reading without a record of the device' },
  ]);
}

function proven(since: string, says: string, evidence: RemovalEvidence[]): Standing {
  return { state: 'proven', since, code: null, says, evidence };
}

function givenUp(facts: RemovalFacts, { at, by, reason }: NonNullable<RemovalFacts['givenUp']>): Standing {
  const isAbsent = facts.recordsLeft === 0 && facts.providerReadAt !== null && facts.providerReadAt > at;
  return {
    state: 'unproven', since: at, code: 'RA-RMV-06',
    says: 'Nobody waits for the device any more; whether the remote agent is still on it is not known. Its secret is blocked, so it cannot connect.',
    evidence: [
      ordered(facts),
      { what: 'given-up', at, source: by, detail: reason },
      { what: 'secret-blocked', at, source: 'Latchkey', detail: '' },
      ...(isAbsent ? [{ what: 'absent-at-provider', at: facts.providerReadAt, source: facts.instanceName, detail: 'complete reading without a record of the device' } as const] : []),
    ],
  };
}

function waiting(device: LeavingDevice, facts: RemovalFacts): Standing {
  if (facts.desired === 'present') {
    return { state: 'waiting', since: device.retiredAt ?? facts.releasedAt, code: null, says: 'The removal is not released yet: it waits for its turn.', evidence: [] };
  }
  const evidence = [ordered(facts)];
  const since = facts.phaseSince ?? facts.releasedAt;
  if (facts.deviceProvedAt) {
    evidence.push({ what: 'removed-at-device', at: facts.deviceProvedAt, source: `Endpoint agent of ${device.deviceName}`, detail: '' });
    return { state: 'waiting', since, code: 'RA-RMV-05', says: 'Removed from the device; that no record is left at the provider is still to be seen.', evidence };
  }
  const code = facts.phaseCode ?? (device.online ? null : 'RA-RMV-01');
  return { state: 'waiting', since, code, says: code === null ? 'Being removed.' : `${catalogueEntry(code)?.title ?? code}.`, evidence };
}

function ordered({ releasedAt }: RemovalFacts): RemovalEvidence {
  return { what: 'removal-ordered', at: releasedAt, source: 'Latchkey', detail: '' };
}
