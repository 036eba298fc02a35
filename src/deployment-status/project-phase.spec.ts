import fc from 'fast-check';
import { PHASES } from '../../contracts/error-catalogue.js';
import { INSTRUCTION_KINDS, STEPS } from '../../contracts/agent-protocol.js';
import { FRONT_DESK, minutesAgo as ago, NOON } from '../../test/personas/front-desk.js';
import { judgeConditions } from './conditions.js';
import type { DeploymentFacts } from './deployment-facts.js';
import { projectPhase } from './project-phase.js';

const unproven = { proof: null, endpoints: [] };
type Pending = NonNullable<DeploymentFacts['pending']>;
const waits = (rollout: Partial<NonNullable<Pending['rollout']>> | null, desired: Pending['desired'] = 'present'): Pending => ({
  desired, rollout: rollout && { state: 'running', waveOpen: true, windowOpensAt: null, ...rollout },
});
/** A device that its first installation waits for. */
const coming = { ...unproven, desired: 'absent' as const, removedAt: ago(5), agent: { ...FRONT_DESK.agent, installed: null, everInstructed: false } };
const phaseOf = (facts: DeploymentFacts) => projectPhase(facts, judgeConditions(facts, NOON), NOON);
const order = (facts: Partial<NonNullable<DeploymentFacts['order']>>): DeploymentFacts['order'] => ({
  kind: 'install-remote-agent', generation: 3n, attempt: 1, issuedAt: ago(0.5), expiresAt: ago(-4), acknowledgedAt: ago(0.4), step: null, progressAt: null, reportedAt: null, ...facts,
});

describe('the phase of a front desk', () => {
  it.each<{ when: string; bend: Partial<DeploymentFacts>; phase: string; code?: string }>([
    { when: 'everything agrees', bend: {}, phase: 'READY' },
    { when: 'it was switched off for the night', bend: { device: { ...FRONT_DESK.device, online: false } }, phase: 'READY_OFFLINE', code: 'RA-DSP-01' },
    { when: 'its identity was copied', bend: { device: { ...FRONT_DESK.device, online: false, quarantine: 'RA-AGT-07' } }, phase: 'FAILED', code: 'RA-AGT-07' },
    { when: 'it is new and nobody has approved it', bend: { device: { ...FRONT_DESK.device, online: false, quarantine: 'RA-ELG-07' } }, phase: 'BLOCKED', code: 'RA-ELG-07' },
    { when: 'nobody wants it', bend: { desired: 'absent', removedAt: ago(5) }, phase: 'REMOVED' },
    { when: 'it was left out', bend: { desired: 'absent', removedAt: ago(5), excluded: true }, phase: 'EXCLUDED' },
    { when: 'it was left out and the agent is still there', bend: { desired: 'absent', excluded: true }, phase: 'REMOVING' },
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
    { when: 'it has no display and the policy allows nothing else', bend: { settings: { 'capability.terminal': false, 'capability.files': false } }, phase: 'FAILED', code: 'RA-LNX-03' },
    { when: 'only the proof is missing', bend: { proof: null }, phase: 'VERIFYING' },
    { when: 'a change waits for its wave', bend: { pending: waits({ waveOpen: false }) }, phase: 'READY' },
    { when: 'a change is held back by a halted rollout', bend: { pending: waits({ state: 'halted' }) }, phase: 'READY' },
    { when: 'its removal waits for its wave', bend: { pending: waits({ waveOpen: false }, 'absent') }, phase: 'READY' },
    { when: 'everything is frozen', bend: { frozen: true }, phase: 'READY' },
    { when: 'it returns while its wave has room', bend: { ...coming, pending: waits({}) }, phase: 'QUEUED' },
    { when: 'it is awaited by an open wave', bend: { ...coming, pending: waits({}), device: { ...FRONT_DESK.device, online: false } }, phase: 'WAITING_FOR_DEVICE', code: 'RA-DSP-01' },
    { when: 'what it waits for has no remote agent for it', bend: { ...coming, pending: waits({}), provider: { ...FRONT_DESK.provider, platformSupported: false } }, phase: 'NOT_APPLICABLE', code: 'RA-ELG-02' },
    { when: 'it waits to be removed and nobody ever wanted it', bend: { ...coming, pending: waits({ waveOpen: false }, 'absent') }, phase: 'NOT_TARGETED' },
  ])('is $phase when $when', ({ bend, phase, code }) => {
    expect(phaseOf({ ...FRONT_DESK, ...bend })).toEqual({ phase, errorCode: code ?? null });
  });

  it.each<{ when: string; bend: Partial<DeploymentFacts>; phase: string; code?: string; for: string }>([
    { when: 'its wave is not open', bend: { pending: waits({ waveOpen: false }) }, phase: 'SCHEDULED', for: 'wave' },
    { when: 'its window is not open', bend: { pending: waits({ windowOpensAt: ago(-60) }) }, phase: 'SCHEDULED', code: 'RA-DSP-06', for: 'window' },
    { when: 'the guard has halted its rollout', bend: { pending: waits({ state: 'halted' }) }, phase: 'PAUSED', code: 'RA-SYS-04', for: 'resumption' },
    { when: 'an operator has paused its rollout', bend: { pending: waits({ state: 'paused' }) }, phase: 'PAUSED', for: 'resumption' },
    { when: 'its rollout was aborted', bend: { pending: waits({ state: 'aborted' }) }, phase: 'PAUSED', for: 'next-change' },
    { when: 'everything is frozen', bend: { frozen: true, pending: waits(null) }, phase: 'PAUSED', for: 'unfreezing' },
    { when: 'everything is frozen while it is offline', bend: { frozen: true, device: { ...FRONT_DESK.device, online: false } }, phase: 'PAUSED', for: 'unfreezing' },
  ])('is $phase for the $for, installed or not, as long as it is not proven and $when', ({ bend, phase, code, for: waitsFor }) => {
    expect(phaseOf({ ...FRONT_DESK, ...unproven, ...bend })).toEqual({ phase, errorCode: code ?? null, waitsFor });
    expect(phaseOf({ ...FRONT_DESK, ...coming, pending: waits(null), ...bend })).toEqual({ phase, errorCode: code ?? null, waitsFor });
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
      retry: maybe(fc.constantFrom('auto' as const, 'trigger' as const, 'no' as const)), frozen: fc.boolean(),
      inSession: fc.boolean(), update: fc.constantFrom(null, 'now' as const, 'later' as const, 'stopped' as const),
      quarantine: fc.constantFrom(null, null, 'RA-AGT-07' as const, 'RA-ELG-07' as const),
      pending: maybe(fc.record({
        desired: fc.constantFrom('present' as const, 'absent' as const),
        rollout: maybe(fc.record({
          state: fc.constantFrom('running' as const, 'paused' as const, 'halted' as const, 'aborted' as const, 'done' as const, 'superseded' as const),
          waveOpen: fc.boolean(), windowOpensAt: fc.constantFrom(null, ago(-10)),
        })),
      })),
    });
    fc.assert(
      fc.property(facts, (drawn) => {
        const world: DeploymentFacts = {
          ...FRONT_DESK, desired: drawn.desired, generation: drawn.generation, incarnation: drawn.incarnation, removeAfter: drawn.removeAfter, removedAt: drawn.removedAt,
          frozen: drawn.frozen, pending: drawn.pending, inSession: drawn.inSession, update: drawn.update,
          device: { ...FRONT_DESK.device, online: drawn.online, quarantine: drawn.quarantine },
          provider: { ...FRONT_DESK.provider, reachable: drawn.reachable, platformSupported: drawn.supported },
          agent: { ...FRONT_DESK.agent, installed: drawn.installed, running: drawn.running, at: drawn.at, remoteId: drawn.remoteId },
          endpoints: [{ ...FRONT_DESK.endpoints[0]!, connected: drawn.connected, seenAt: drawn.seenAt }],
          order: drawn.order && order(drawn.order),
          failure: drawn.retry && { code: 'RA-NET-08', detail: '', generation: 3n, at: ago(1), retry: drawn.retry },
          proof: drawn.proven ? FRONT_DESK.proof : null,
        };
        const { phase, waitsFor } = phaseOf(world);
        expect(known.has(phase)).toBe(true);
        expect(waitsFor !== undefined).toBe(phase === 'SCHEDULED' || phase === 'PAUSED');
        if (phase === 'READY') {
          expect(drawn).toMatchObject({ desired: 'present', online: true, quarantine: null, reachable: true, installed: true, connected: true, proven: true, update: null, generation: 3n, incarnation: 1 });
        }
      }),
      { numRuns: 3000 },
    );
  });
});
