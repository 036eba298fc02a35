import fc from 'fast-check';
import { catalogueEntry } from '../../../contracts/error-catalogue.js';
import { type Mode, MODES } from '../../deployment-status/index.js';
import { explainLaunchability, LAUNCH_STEPS, launchability, type LaunchFacts } from './launchability.js';

const READY: LaunchFacts = {
  operator: { role: 'technician', allowRemoteControl: true, disabled: false, inScope: true },
  device: { id: 'front-desk', siteId: 'hq', online: true, quarantine: null, interactiveSessions: 0, canPrompt: false, hasDisplay: false },
  siteEnabled: true,
  exclusion: null,
  settings: { enabled: true, 'consent.mode': 'if-user-present', 'capability.terminal': true, 'capability.files': true },
  deployment: { desired: 'present', phase: 'READY', errorCode: null, verified: true, connected: true },
  provider: { reachable: true, healthCode: null, opens: MODES, pausedReason: null },
  mode: 'terminal',
  minuteOfWeek: 600,
  company: null,
  granted: { 'second-person': false, company: false },
  sensitive: false,
};
const SET_APART: NonNullable<LaunchFacts['exclusion']> = {
  id: 'x', kind: 'exclude', target: 'device', targetName: 'front desk', reason: 'rented out', authorName: 'Dana', expiresAt: new Date('2026-03-01T12:30:00Z'),
};
type Bend = { [K in keyof LaunchFacts]?: Partial<LaunchFacts[K]> | LaunchFacts[K] };

function bent(bend: Bend): LaunchFacts {
  const facts = { ...READY } as Record<string, unknown>;
  for (const [key, value] of Object.entries(bend)) {
    facts[key] = value !== null && typeof value === 'object' ? { ...(READY as unknown as Record<string, object>)[key], ...value } : value;
  }
  return facts as unknown as LaunchFacts;
}

describe('whether a technician may Log In to the front desk', () => {
  it('is allowed when role, flag, scope, site and deployment all agree', () => {
    expect(launchability(READY)).toMatchObject({ allowed: true, code: null });
  });

  it.each<{ when: string; bend: Bend; code: string }>([
    { when: 'the role only reads', bend: { operator: { role: 'auditor' } }, code: 'RA-LCH-01' },
    { when: 'the account is disabled', bend: { operator: { disabled: true } }, code: 'RA-LCH-01' },
    { when: 'Allow Remote Control Access is off', bend: { operator: { allowRemoteControl: false } }, code: 'RA-LCH-02' },
    { when: 'the site is out of scope', bend: { operator: { inScope: false } }, code: 'RA-LCH-03' },
    { when: 'no package is assigned', bend: { siteEnabled: false }, code: 'RA-LCH-04' },
    { when: 'no policy turns it on', bend: { settings: { enabled: false } }, code: 'RA-LCH-04' },
    { when: 'the device is excluded', bend: { exclusion: SET_APART }, code: 'RA-ELG-06' },
    { when: 'it is excluded and no policy would turn it on', bend: { exclusion: SET_APART, settings: { enabled: false } }, code: 'RA-ELG-06' },
    { when: 'it is excluded on a site without a package', bend: { exclusion: SET_APART, siteEnabled: false }, code: 'RA-LCH-04' },
    { when: 'two installations claim to be the device', bend: { device: { quarantine: 'RA-AGT-07' } }, code: 'RA-AGT-07' },
    { when: 'the device is new and nobody has approved it', bend: { device: { quarantine: 'RA-ELG-07' } }, code: 'RA-ELG-07' },
    { when: 'nothing is deployed', bend: { deployment: null }, code: 'RA-LCH-05' },
    { when: 'the agent is being removed', bend: { deployment: { desired: 'absent' } }, code: 'RA-LCH-05' },
    { when: 'the deployment failed for a cause of its own', bend: { deployment: { verified: false, phase: 'FAILED', errorCode: 'RA-SEC-01' } }, code: 'RA-SEC-01' },
    { when: 'the deployment waits for its provider', bend: { deployment: { verified: false, phase: 'BLOCKED', errorCode: 'RA-INS-06' } }, code: 'RA-INS-06' },
    { when: 'its platform has no remote agent', bend: { deployment: { verified: false, phase: 'NOT_APPLICABLE', errorCode: 'RA-ELG-02' } }, code: 'RA-ELG-02' },
    { when: 'it waits for its next attempt', bend: { deployment: { verified: false, phase: 'RETRY_WAIT', errorCode: 'RA-NET-02' } }, code: 'RA-NET-02' },
    { when: 'it was never online since', bend: { deployment: { verified: false, phase: 'WAITING_FOR_DEVICE', errorCode: 'RA-DSP-01' } }, code: 'RA-LCH-05' },
    { when: 'only the identity is left to prove', bend: { deployment: { verified: false, phase: 'VERIFYING' } }, code: 'RA-LCH-15' },
    { when: 'the device is offline', bend: { device: { online: false } }, code: 'RA-LCH-06' },
    { when: 'the provider cannot be reached', bend: { provider: { reachable: false } }, code: 'RA-INS-01' },
    { when: 'launches are paused at the provider', bend: { provider: { pausedReason: 'moving house' } }, code: 'RA-INS-02' },
    { when: 'the remote agent is not connected', bend: { deployment: { connected: false } }, code: 'RA-AGT-04' },
    { when: 'there is no display for a desktop', bend: { mode: 'desktop' }, code: 'RA-LNX-03' },
    { when: 'the product opens a desktop only', bend: { provider: { ...READY.provider, opens: ['desktop'] } }, code: 'RA-LCH-18' },
    { when: 'the policy allows no terminal', bend: { settings: { 'capability.terminal': false } }, code: 'RA-LCH-17' },
    { when: 'there is no display and nothing else is allowed', bend: { mode: null, settings: { 'capability.terminal': false, 'capability.files': false } }, code: 'RA-LNX-03' },
    { when: 'somebody must be asked and nobody can be', bend: { settings: { 'consent.mode': 'always' } }, code: 'RA-LCH-07' },
    { when: 'somebody is logged on who cannot be asked', bend: { device: { interactiveSessions: 1 } }, code: 'RA-LCH-07' },
    { when: 'it is outside the allowed hours', bend: { settings: { 'session.allowedHours': 'tue-fri 08:00-18:00' } }, code: 'RA-LCH-09' },
    { when: 'the allowed hours cannot be read', bend: { settings: { 'session.allowedHours': 'whenever' } }, code: 'RA-LCH-09' },
    { when: 'a second person has to agree', bend: { settings: { 'session.approval': 'second-person' } }, code: 'RA-LCH-09' },
    { when: 'somebody is connected and has to be asked', bend: { company: { operatorName: 'Theo' } }, code: 'RA-LCH-14' },
    { when: 'somebody is connected and one may be', bend: { company: { operatorName: 'Theo' }, settings: { 'session.concurrency': 'exclusive' }, granted: { company: true } }, code: 'RA-LCH-14' },
    { when: 'a reason is required and none is given', bend: { settings: { 'session.joinReason': 'required' }, reason: ' ' }, code: 'RA-LCH-08' },
    { when: 'the site is sensitive and no fresh proof was given', bend: { sensitive: true, proven: false }, code: 'RA-LCH-13' },
    { when: 'a reason is missing as well as a proof', bend: { sensitive: true, proven: false, settings: { 'session.joinReason': 'required' }, reason: null }, code: 'RA-LCH-08' },
    { when: 'the reason has not the form', bend: { settings: { 'session.joinReason': 'optional', 'session.joinReasonPattern': 'INC-\\d{4}' }, reason: 'printer' }, code: 'RA-LCH-08' },
  ])('is refused with $code when $when', ({ bend, code }) => {
    expect(launchability(bent(bend))).toMatchObject({ allowed: false, code });
  });

  it.each<{ when: string; bend: Bend }>([
    { when: 'it is within the hours', bend: { settings: { 'session.allowedHours': 'mon-fri 08:00-18:00' } } },
    { when: 'a second person has agreed', bend: { settings: { 'session.approval': 'second-person' }, granted: { 'second-person': true } } },
    { when: 'who is connected has agreed', bend: { company: { operatorName: 'Theo' }, granted: { company: true } } },
    { when: 'one may join', bend: { company: { operatorName: 'Theo' }, settings: { 'session.concurrency': 'join' } } },
    { when: 'the proof that a sensitive site wants was given', bend: { sensitive: true, proven: true } },
    { when: 'the site is not sensitive and nothing was proven', bend: { proven: false } },
    { when: 'the reason has the form', bend: { settings: { 'session.joinReason': 'required', 'session.joinReasonPattern': 'INC-\\d{4}' }, reason: 'INC-0042' } },
    { when: 'an optional reason is left out', bend: { settings: { 'session.joinReason': 'optional', 'session.joinReasonPattern': 'INC-\\d{4}' }, reason: null } },
  ])('is allowed when $when', ({ bend }) => {
    expect(launchability(bent(bend))).toMatchObject({ allowed: true, code: null });
  });

  it('says whom to ask, and names who is connected', () => {
    expect(launchability(bent({ company: { operatorName: 'Theo' } }))).toMatchObject({ ask: 'company', detail: 'Theo is connected and has to be asked.' });
    expect(launchability(bent({ company: { operatorName: 'Theo' }, settings: { 'session.concurrency': 'exclusive' } })).ask).toBeNull();
    expect(launchability(bent({ settings: { 'session.approval': 'second-person' } })).ask).toBe('second-person');
  });

  it('names the first part of the chain when several refuse', () => {
    expect(launchability(bent({ operator: { allowRemoteControl: false, inScope: false }, deployment: null })).code).toBe('RA-LCH-02');
  });

  it.each([
    { of: SET_APART, detail: 'This device was excluded by Dana until 2026-03-01 12:30 UTC: rented out' },
    { of: { ...SET_APART, target: 'site' as const, targetName: 'HQ', expiresAt: null }, detail: 'The site "HQ" was excluded by Dana: rented out' },
  ])('says who excluded it, until when and why: $detail', ({ of, detail }) => {
    expect(launchability(bent({ exclusion: of }))).toMatchObject({ code: 'RA-ELG-06', detail, whoCanFix: 'administrator', fixUrl: '/devices?device=front-desk' });
  });

  it('is still allowed on a pinned device, whatever policies have come to say', () => {
    const pin = { ...SET_APART, kind: 'pin' as const };
    expect(launchability(bent({ exclusion: pin, siteEnabled: false, settings: { enabled: false } }))).toMatchObject({ allowed: true });
    expect(launchability(bent({ exclusion: pin, deployment: null }))).toMatchObject({ code: 'RA-LCH-05' });
  });

  it('says who can fix it and where', () => {
    expect(launchability(bent({ operator: { allowRemoteControl: false } }))).toMatchObject({ whoCanFix: 'user-admin', fixUrl: '/settings/users' });
  });

  it('speaks of the cause in the words of the catalogue, and links to its remedy', () => {
    const quarantined = launchability(bent({ deployment: { verified: false, phase: 'FAILED', errorCode: 'RA-SEC-01' } }));
    expect(quarantined).toMatchObject({ title: 'Agent quarantined', whoCanFix: 'administrator', fixUrl: '/status-catalogue#RA-SEC-01' });
    expect(quarantined.detail).toBe(catalogueEntry('RA-SEC-01')!.cause);
  });

  it('does not wait for settings: what is proven can be opened although applying them failed', () => {
    expect(launchability(bent({ deployment: { phase: 'FAILED', errorCode: 'RA-CFG-03' } })).allowed).toBe(true);
  });

  it('refuses only the terminal when the policy forbids the terminal', () => {
    const facts = bent({ settings: { 'capability.terminal': false } });
    expect(launchability(facts)).toMatchObject({ code: 'RA-LCH-17', fixUrl: '/policies' });
    expect(launchability({ ...facts, mode: 'files' }).allowed).toBe(true);
    expect(launchability({ ...facts, mode: null }).allowed).toBe(true);
  });
});

describe('the gate and the card', () => {
  const anyFacts: fc.Arbitrary<LaunchFacts> = fc.record({
    operator: fc.record({ role: fc.constantFrom('technician', 'auditor', 'office-staff', 'super-admin'), allowRemoteControl: mostly(true), disabled: mostly(false), inScope: mostly(true) }),
    device: fc.record({
      id: fc.constant('front-desk'), siteId: fc.constant('hq'), online: mostly(true), quarantine: fc.constantFrom(...Array<null>(28).fill(null), 'RA-AGT-07' as const, 'RA-ELG-07' as const), interactiveSessions: fc.nat(2), canPrompt: fc.boolean(), hasDisplay: fc.boolean(),
    }),
    siteEnabled: mostly(true),
    exclusion: fc.constantFrom(null, null, null, SET_APART, { ...SET_APART, kind: 'pin' as const }),
    settings: fc.record({
      enabled: mostly(true),
      'consent.mode': fc.constantFrom('never', 'if-user-present', 'always'),
      'capability.terminal': mostly(true),
      'capability.files': fc.boolean(),
      'session.joinReason': fc.constantFrom('off', 'optional', 'required'),
      'session.joinReasonPattern': fc.constantFrom('', 'INC-\\d{4}'),
      'session.allowedHours': fc.constantFrom('always', 'always', 'mon-fri 08:00-18:00', 'never'),
      'session.approval': fc.constantFrom('none', 'none', 'second-person'),
      'session.concurrency': fc.constantFrom('join', 'ask', 'exclusive'),
    }),
    deployment: fc.option(fc.record({ desired: fc.constantFrom('present' as const, 'absent' as const), phase: fc.constantFrom('READY', 'FAILED', 'QUEUED'), errorCode: fc.constantFrom(null, 'RA-SEC-01'), verified: mostly(true), connected: mostly(true) }), { freq: 8 }),
    provider: fc.record({ reachable: mostly(true), healthCode: fc.constantFrom(null, 'RA-INS-06'), opens: fc.constantFrom<readonly Mode[]>(MODES, MODES, MODES, MODES, ['desktop']), pausedReason: fc.constantFrom(...Array<null>(29).fill(null), 'moving house') }),
    mode: fc.constantFrom(...MODES),
    minuteOfWeek: fc.nat(7 * 1440 - 1),
    company: fc.constantFrom(null, null, { operatorName: 'Theo' }),
    granted: fc.record({ 'second-person': fc.boolean(), company: fc.boolean() }),
    sensitive: fc.boolean(),
  });
  function mostly(value: boolean): fc.Arbitrary<boolean> {
    return fc.nat(29).map((n) => (n === 0 ? !value : value));
  }

  it('never disagree: with a good reason and a fresh proof the gate opens exactly what the card offered, and refuses with the same code', () => {
    let opened = 0;
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const card = launchability(facts);
        const gate = launchability({ ...facts, reason: 'INC-0042', proven: true });
        if (gate.allowed) opened += 1;
        return card.allowed === gate.allowed && card.code === gate.code && card.detail === gate.detail;
      }),
      { numRuns: 6_000 },
    );
    expect(opened).toBeGreaterThan(100);
  });

  it('never disagree about the mode: the icon is open exactly when one of the modes is', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => launchability({ ...facts, mode: null }).allowed === MODES.some((mode) => launchability({ ...facts, mode }).allowed)),
      { numRuns: 5_000 },
    );
  });

  it('differ by the proof alone, beside the reason: what the gate refuses with RA-LCH-13 the card says to prove', () => {
    let refused = 0;
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const card = launchability(facts);
        const gate = launchability({ ...facts, reason: 'INC-0042', proven: false });
        if (gate.code !== 'RA-LCH-13') return card.code === gate.code && (!card.allowed || !card.proofWanted);
        refused += 1;
        return card.allowed && card.proofWanted;
      }),
      { numRuns: 5_000 },
    );
    expect(refused).toBeGreaterThan(20);
  });

  it('differ by the reason alone: what the gate refuses with RA-LCH-08 the card says to give one for', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(null, '', 'printer'), (facts, reason) => {
        const card = launchability(facts);
        const gate = launchability({ ...facts, reason });
        return gate.code === 'RA-LCH-08' ? card.allowed && card.joinReason !== 'off' : card.code === gate.code;
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('explaining whether somebody may Log In', () => {
  it('tells every link that fails, in the order of the chain, where the verdict tells the first', () => {
    const facts = bent({ operator: { allowRemoteControl: false }, device: { online: false }, provider: { pausedReason: 'moving house' } });
    const failing = explainLaunchability(facts).flatMap(({ step, blocker }) => (blocker ? [[step, blocker.code]] : []));
    expect(failing).toEqual([['user-flag', 'RA-LCH-02'], ['device', 'RA-LCH-06'], ['pause', 'RA-INS-02']]);
    expect(launchability(facts).code).toBe('RA-LCH-02');
  });

  it('agrees with the verdict whatever is wrong: nothing fails exactly where Log In is allowed', () => {
    const flags = fc.record({ flag: fc.boolean(), inScope: fc.boolean(), online: fc.boolean(), siteEnabled: fc.boolean(), connected: fc.boolean(), role: fc.constantFrom('technician', 'auditor') });
    fc.assert(
      fc.property(flags, ({ flag, inScope, online, siteEnabled, connected, role }) => {
        const facts = bent({ operator: { allowRemoteControl: flag, inScope, role }, device: { online }, siteEnabled, deployment: { connected } });
        const steps = explainLaunchability(facts);
        expect(steps.map(({ step }) => step)).toEqual(LAUNCH_STEPS);
        expect(steps.find(({ blocker }) => blocker)?.blocker ?? null).toEqual(launchability(facts).allowed ? null : launchability(facts));
      }),
    );
  });
});
