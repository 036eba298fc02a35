import { type DeploymentFacts, MODES } from '../../src/deployment-status/index.js';

/** When everything is looked at. */
export const NOON = new Date('2026-03-01T12:00:00Z');
export const minutesAgo = (minutes: number) => new Date(NOON.getTime() - minutes * 60_000);

/** A front desk on which everything agrees; each sentence bends one thing. */
export const FRONT_DESK: DeploymentFacts = {
  deploymentId: 'd', deviceId: 'front-desk', desired: 'present', generation: 3n, settings: {}, incarnation: 1, removeAfter: null, removedAt: null, givenUpAt: null, isKept: false, excluded: false, pending: null, predecessor: null, rival: null, frozen: false, proofNumber: 2,
  device: { online: true, lastSeenAt: minutesAgo(1), hasDisplay: false, isLeaving: false, quarantine: null },
  provider: { reachable: true, healthCode: null, opens: MODES, unconfirmed: null, readAt: minutesAgo(0), remoteGroupId: 'group', platformSupported: true, endpointName: 'front desk', acts: new Set() },
  agent: {
    installed: true, running: true, at: minutesAgo(1), incarnation: 1, remoteId: 'remote', proofNumber: 2, configuredGeneration: 3n, configuredAt: minutesAgo(1),
    removedAt: null, process: null, troubles: [], reinstalls: 0, rebootPending: false, everInstructed: true,
  },
  endpoints: [{ remoteId: 'remote', connected: true, seenAt: minutesAgo(1), showsProof: true, remoteGroupId: 'group', name: 'front desk' }],
  order: null, failure: null, attempts: 0, nextAttemptAt: null,
  clearedAt: null,
  inSession: false,
  update: null,
  proof: { remoteId: 'remote', incarnation: 1, at: minutesAgo(1), process: null, number: 1 },
};
