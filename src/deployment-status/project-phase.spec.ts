import fc from 'fast-check';
import { PHASES } from '../../contracts/error-catalogue.js';
import { INSTRUCTION_KINDS, STEPS } from '../../contracts/agent-protocol.js';
import { judgeConditions } from './conditions.js';
import type { DeploymentFacts } from './deployment-facts.js';
import { projectPhase } from './project-phase.js';

const NOON = new Date('2026-03-01T12:00:00Z');
const MINUTE = 60_000;
const ago = (minutes: number) => new Date(NOON.getTime() - minutes * MINUTE);

const FRONT_DESK: DeploymentFacts = {
  deploymentId: 'd', deviceId: 'front-desk', desired: 'present', generation: 3n, incarnation: 1, removeAfter: null, removedAt: null, givenUpAt: null, isKept: false, proofNumber: 2,
  device: { online: true, lastSeenAt: ago(1), hasDisplay: false, isLeaving: false },
  provider: { reachable: true, healthCode: null, readAt: ago(0), remoteGroupId: 'group', platformSupported: true, endpointName: 'front desk', acts: new Set() },
  agent: {
    installed: true, running: true, at: ago(1), incarnation: 1, remoteId: 'remote', proofNumber: 2, configuredGeneration: 3n, configuredAt: ago(1),
    removedAt: null, everInstructed: true,
  },
  endpoints: [{ remoteId: 'remote', connected: true, seenAt: ago(1), showsProof: true, remoteGroupId: 'group', name: 'front desk' }],
  order: null, failure: null, attempts: 0, nextAttemptAt: null,
  proof: { remoteId: 'remote', incarnation: 1, at: ago(1) },
};
const unproven = { proof: null, endpoints: [] };
const phaseOf = (facts: DeploymentFacts) => projectPhase(facts, judgeConditions(facts, NOON), NOON);
const order = (facts: Partial<NonNullable<DeploymentFacts['order']>>): DeploymentFacts['order'] => ({
  kind: 'install-remote-agent', generation: 3n, attempt: 1, issuedAt: ago(0.5), expiresAt: ago(-4), acknowledgedAt: ago(0.4), step: null, progressAt: null, reportedAt: null, ...facts,
});

describe('the phase of a front desk', () => {
  it.each<{ when: string; bend: Partial<DeploymentFacts>; phase: string; code?: string }>([
    { when: 'everything agrees', bend: {}, phase: 'READY' },
    { when: 'it was switched off for the night', bend: { device: { ...FRONT_DESK.device, online: false } }, phase: 'READY_OFFLINE', code: 'RA-DSP-01' },
    { when: 'nobody wants it', bend: { desired: 'absent', removedAt: ago(5) }, phase: 'REMOVED' },
    { when: 'it was removed last week', bend: { desired: 'absent', removedAt: ago(7 * 24 * 60) }, phase: 'NOT_TARGETED' },
    { when: 'removal waits for its grace', bend: { desired: 'absent', removeAfter: ago(-60) }, phase: 'REMOVAL_SCHEDULED' },
    { when: 'removal waits for the device', bend: { desired: 'absent', device: { ...FRONT_DESK.device, online: false } }, phase: 'REMOVAL_WAITING', code: 'RA-RMV-01' },
    { when: 'it leaves, whatever grace it had', bend: { desired: 'absent', removeAfter: ago(-60), device: { ...FRONT_DESK.device, isLeaving: true } }, phase: 'REMOVING' },
    { when: 'the policy let it keep what it has', bend: { desired: 'absent', removedAt: ago(5), isKept: true }, phase: 'NOT_TARGETED' },
    { when: 'nobody waits for its removal any more', bend: { desired: 'absent', givenUpAt: ago(5), device: { ...FRONT_DESK.device, online: false } }, phase: 'REMOVAL_FAILED', code: 'RA-RMV-06' },
    { when: 'it came back although nobody waited', bend: { desired: 'absent', givenUpAt: ago(5) }, phase: 'REMOVING' },
    { when: 'its platform has no remote agent', bend: { provider: { ...FRONT_DESK.provider, platformSupported: false } }, phase: 'NOT_APPLICABLE', code: 'RA-ELG-02' },
    { when: 'a person must act', bend: { ...unproven, failure: { code: 'RA-PKG-02', detail: '', generation: 3n, at: ago(1), retry: 'no' } }, phase: 'FAILED', code: 'RA-PKG-02' },
    { when: 'an older generation failed', bend: { failure: { code: 'RA-PKG-02', detail: '', generation: 2n, at: ago(1), retry: 'no' } }, phase: 'READY' },
    { when: 'the provider is down before the first proof', bend: { ...unproven, provider: { ...FRONT_DESK.provider, reachable: false } }, phase: 'BLOCKED', code: 'RA-INS-01' },
    { when: 'the provider is down after it', bend: { provider: { ...FRONT_DESK.provider, reachable: false } }, phase: 'UNKNOWN', code: 'RA-INS-01' },
    { when: 'newer settings wait', bend: { generation: 4n }, phase: 'CONFIGURING' },
    { when: 'the remote agent was stopped', bend: { agent: { ...FRONT_DESK.agent, running: false } }, phase: 'DRIFTED', code: 'RA-AGT-02' },
    { when: 'it has been silent for 31 days', bend: { agent: { ...FRONT_DESK.agent, at: ago(31 * 24 * 60) } }, phase: 'UNKNOWN', code: 'RA-SYS-02' },
    { when: 'an order is on its way', bend: { ...unproven, order: order({ acknowledgedAt: null }) }, phase: 'DISPATCHED' },
    { when: 'it downloads', bend: { ...unproven, order: order({ step: 'downloading' }) }, phase: 'DOWNLOADING' },
    { when: 'it never took the order', bend: { ...unproven, order: order({ acknowledgedAt: null, issuedAt: ago(2) }) }, phase: 'RETRY_WAIT', code: 'RA-SYS-01' },
    { when: 'the provider has not seen it yet', bend: unproven, phase: 'REGISTERING' },
    { when: 'only the proof is missing', bend: { proof: null }, phase: 'VERIFYING' },
  ])('is $phase when $when', ({ bend, phase, code }) => {
    expect(phaseOf({ ...FRONT_DESK, ...bend })).toEqual({ phase, errorCode: code ?? null });
  });

  it('is exactly one known phase for every combination of facts, and Ready only with every proof', () => {
    const known = new Set<string>(PHASES.map(({ code }) => code));
    const moment = fc.constantFrom(null, ago(0.1), ago(3), ago(120), ago(50_000), ago(-10));
    const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
    const facts = fc.record({
      desired: fc.constantFrom('present' as const, 'absent' as const), generation: fc.constantFrom(3n, 4n), incarnation: fc.constantFrom(1, 2),
      removeAfter: moment, removedAt: moment, online: fc.boolean(), reachable: fc.boolean(), supported: fc.constantFrom(null, true, false),
      installed: fc.constantFrom(null, true, false), running: fc.constantFrom(null, true, false), at: moment, remoteId: fc.constantFrom(null, 'remote', 'other'),
      connected: fc.boolean(), seenAt: fc.constantFrom(ago(0.1), ago(30)), proven: fc.boolean(),
      order: maybe(fc.record({ kind: fc.constantFrom(...INSTRUCTION_KINDS), step: maybe(fc.constantFrom(...STEPS)), acknowledgedAt: moment, reportedAt: moment })),
      retry: maybe(fc.constantFrom('auto' as const, 'trigger' as const, 'no' as const)),
    });
    fc.assert(
      fc.property(facts, (drawn) => {
        const world: DeploymentFacts = {
          ...FRONT_DESK, desired: drawn.desired, generation: drawn.generation, incarnation: drawn.incarnation, removeAfter: drawn.removeAfter, removedAt: drawn.removedAt,
          device: { ...FRONT_DESK.device, online: drawn.online },
          provider: { ...FRONT_DESK.provider, reachable: drawn.reachable, platformSupported: drawn.supported },
          agent: { ...FRONT_DESK.agent, installed: drawn.installed, running: drawn.running, at: drawn.at, remoteId: drawn.remoteId },
          endpoints: [{ ...FRONT_DESK.endpoints[0]!, connected: drawn.connected, seenAt: drawn.seenAt }],
          order: drawn.order && order(drawn.order),
          failure: drawn.retry && { code: 'RA-NET-08', detail: '', generation: 3n, at: ago(1), retry: drawn.retry },
          proof: drawn.proven ? FRONT_DESK.proof : null,
        };
        const { phase } = phaseOf(world);
        expect(known.has(phase)).toBe(true);
        if (phase === 'READY') {
          expect(drawn).toMatchObject({ desired: 'present', online: true, reachable: true, installed: true, connected: true, proven: true, generation: 3n, incarnation: 1 });
        }
      }),
      { numRuns: 3000 },
    );
  });
});
