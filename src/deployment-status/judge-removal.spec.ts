import { countRemovals, judgeRemoval, type LeavingDevice, type RemovalFacts } from './judge-removal.js';

const OPEN: RemovalFacts = {
  instanceName: 'Embedded engine', desired: 'absent', releasedAt: '2026-03-01T10:00:00.000Z', removedAt: null, everInstructed: true, phaseCode: 'RA-RMV-01',
  phaseSince: '2026-03-01T10:00:01.000Z', deviceProvedAt: null, proof: null, givenUp: null, recordsLeft: 1, providerReadAt: '2026-03-01T11:00:00.000Z',
};
const PROVEN: RemovalFacts = {
  ...OPEN, removedAt: '2026-03-01T12:00:00.000Z', recordsLeft: 0,
  proof: { provenAt: '2026-03-01T12:00:00.000Z', deviceAt: '2026-03-01T11:30:00.000Z', providerAt: '2026-03-01T11:59:00.000Z', instructionId: 'i', gone: ['process'] },
};
const GIVEN_UP: RemovalFacts = { ...OPEN, givenUp: { at: '2026-03-01T10:30:00.000Z', by: 'Mona', reason: 'scrapped' } };

const frontDesk = (...deployments: RemovalFacts[]): LeavingDevice => ({
  deviceId: 'd', deviceName: 'front desk', os: 'linux', siteId: 's', siteName: 'HQ', retiredAt: '2026-03-01T09:00:00.000Z', enrolledAt: '2025-01-01T00:00:00.000Z',
  online: false, lastSeenAt: '2026-02-01T00:00:00.000Z', deployments,
});
const judged = (...deployments: RemovalFacts[]) => judgeRemoval(frontDesk(...deployments));

describe('the removal from a front desk', () => {
  it.each<{ when: string; facts: RemovalFacts; state: string; code: string | null; last: string }>([
    { when: 'device and provider have shown it', facts: PROVEN, state: 'proven', code: null, last: 'absent-at-provider' },
    { when: 'the device is away', facts: OPEN, state: 'waiting', code: 'RA-RMV-01', last: 'removal-ordered' },
    { when: 'only the device has shown it', facts: { ...OPEN, deviceProvedAt: '2026-03-01T11:30:00.000Z' }, state: 'waiting', code: 'RA-RMV-05', last: 'removed-at-device' },
    { when: 'it is not released yet', facts: { ...OPEN, desired: 'present' }, state: 'waiting', code: null, last: 'last-contact' },
    { when: 'the policy had let it keep the agent', facts: { ...OPEN, removedAt: '2026-01-01T00:00:00.000Z' }, state: 'waiting', code: 'RA-RMV-01', last: 'removal-ordered' },
    { when: 'nobody waits any more', facts: GIVEN_UP, state: 'unproven', code: 'RA-RMV-06', last: 'secret-blocked' },
    { when: 'nobody waits any more and the provider holds nothing', facts: { ...GIVEN_UP, recordsLeft: 0 }, state: 'unproven', code: 'RA-RMV-06', last: 'absent-at-provider' },
    { when: 'the provider was last read before anybody gave up', facts: { ...GIVEN_UP, recordsLeft: 0, providerReadAt: '2026-03-01T10:29:00.000Z' }, state: 'unproven', code: 'RA-RMV-06', last: 'secret-blocked' },
    { when: 'nothing was ever ordered there', facts: { ...OPEN, removedAt: '2026-01-01T00:00:00.000Z', everInstructed: false }, state: 'proven', code: null, last: 'never-installed' },
    { when: 'the proof is from the device alone', facts: { ...GIVEN_UP, deviceProvedAt: '2026-03-01T11:30:00.000Z' }, state: 'waiting', code: 'RA-RMV-05', last: 'removed-at-device' },
  ])('is $state when $when', ({ facts, state, code, last }) => {
    const removal = judged(facts);
    expect({ state: removal.state, code: removal.code, last: removal.evidence.at(-1)?.what }).toEqual({ state, code, last });
  });

  it('is proven where remote access never was', () => {
    expect(judged()).toMatchObject({ state: 'proven', says: 'Remote access was never deployed here.' });
  });

  it('is as good as the worst of several providers', () => {
    expect(judged(PROVEN, GIVEN_UP).state).toBe('unproven');
    expect(judged(GIVEN_UP, PROVEN, OPEN).state).toBe('waiting');
    expect(judged(PROVEN, { ...PROVEN, proof: { ...PROVEN.proof!, provenAt: '2026-03-02T00:00:00.000Z' } })).toMatchObject({ state: 'proven', since: '2026-03-02T00:00:00.000Z' });
  });

  it('is counted once a device', () => {
    expect(countRemovals([judged(PROVEN), judged(OPEN, GIVEN_UP), judged(GIVEN_UP)])).toEqual({ devices: 3, proven: 1, waiting: 1, unproven: 1 });
  });
});
