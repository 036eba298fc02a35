import { catalogueEntry } from '../../../contracts/error-catalogue.js';
import { launchability, type LaunchFacts } from './launchability.js';

const READY: LaunchFacts = {
  operator: { role: 'technician', allowRemoteControl: true, disabled: false, inScope: true },
  device: { id: 'front-desk', siteId: 'hq', online: true, quarantined: false, interactiveSessions: 0, canPrompt: false, hasDisplay: false },
  siteEnabled: true,
  exclusion: null,
  settings: { enabled: true, 'consent.mode': 'if-user-present', 'capability.terminal': true, 'capability.files': true },
  deployment: { desired: 'present', phase: 'READY', errorCode: null, verified: true, connected: true },
  provider: { reachable: true, healthCode: null },
  mode: 'terminal',
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
    { when: 'two installations claim to be the device', bend: { device: { quarantined: true } }, code: 'RA-AGT-07' },
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
    { when: 'the remote agent is not connected', bend: { deployment: { connected: false } }, code: 'RA-AGT-04' },
    { when: 'there is no display for a desktop', bend: { mode: 'desktop' }, code: 'RA-LNX-03' },
    { when: 'the policy allows no terminal', bend: { settings: { 'capability.terminal': false } }, code: 'RA-LCH-17' },
    { when: 'there is no display and nothing else is allowed', bend: { mode: null, settings: { 'capability.terminal': false, 'capability.files': false } }, code: 'RA-LNX-03' },
    { when: 'somebody must be asked and nobody can be', bend: { settings: { 'consent.mode': 'always' } }, code: 'RA-LCH-07' },
    { when: 'somebody is logged on who cannot be asked', bend: { device: { interactiveSessions: 1 } }, code: 'RA-LCH-07' },
  ])('is refused with $code when $when', ({ bend, code }) => {
    expect(launchability(bent(bend))).toMatchObject({ allowed: false, code });
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
