import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { filterOf } from '../../../../test/fakes/screen-connect/index.js';
import { expressibleBy, providerKind } from '../../provider-registry.js';
import { refuseScreenConnectConnection } from './connection-settings.js';
import { screenConnect } from './index.js';
import { parseProofMark, proofMark } from './proof-mark.js';
import { DEFAULT_MAPPING, mappingOf } from './property-mapping.js';
import { endingIn, endingInNoLonger, longerEndings, ofSite, quoted } from './session-filter.js';
import { endpointOf, readSession } from './session-record.js';
import { groupIdOf, labelsOfGroup, labelsOfSite } from './site-groups.js';
import { isBelowFloor } from './version-floor.js';

const DEVICE = '0190a5c4-7e1f-7abc-8def-0123456789ab';
const SITE = '0190a5c4-0000-7abc-8def-0123456789ab';
const NONCE = '00112233445566778899aabbccddeeff';
const SESSION = '5d1e28ad-0000-4000-8000-000000000001';
const OURS = ['Harbour Dental', 'Front desk', '', '', `lk1.${SITE}`, `lk1.${DEVICE}.${NONCE}`, '', ''];

describe('the screen-connect folder', () => {
  const sources = readdirSync(__dirname).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));

  it('contains no method that runs a command on a device or speaks to a person', () => {
    const words = ['SendCommand' + 'ToSession', 'SendToolbox' + 'ItemToSession', 'SendMessage' + 'ToSession'];
    for (const file of sources)
      for (const word of words) expect([file, readFileSync(join(__dirname, file), 'utf8').includes(word)]).toEqual([file, false]);
  });

  it('is registered, and its words are in the registry’s import alone', () => {
    expect(providerKind('screen-connect')).toBe(screenConnect);
    expect(expressibleBy('screen-connect')).toEqual(new Set(['enabled', 'agent.selfHeal', 'removal.onUnassign', 'removal.graceHours']));
    const around = join(__dirname, '../..');
    const leaks = readdirSync(around).filter((file) => file.endsWith('.ts') && /screen.?connect/i.test(readFileSync(join(around, file), 'utf8')));
    expect(leaks).toEqual(['provider-registry.ts']);
  });
});

describe('a proof mark in a custom property', () => {
  it('comes back as the device and nonce that went in', () => {
    expect(parseProofMark(` ${proofMark(DEVICE, NONCE)}`)).toEqual({ deviceId: DEVICE, nonce: NONCE });
  });

  it.each(['', 'Reception', `lk1.${DEVICE}`, `lk1.${DEVICE}.${NONCE}0`, `lk2.${DEVICE}.${NONCE}`])('is not “%s”', (text) => {
    expect(parseProofMark(text)).toBeNull();
  });
});

describe('a site’s group', () => {
  it('says what the properties will say', () => {
    const labels = labelsOfSite({ id: SITE, name: "O'Neil & Sons / Quay / North" });
    expect(labelsOfGroup(groupIdOf(labels))).toEqual({ key: `lk1.${SITE}`, company: "O'Neil & Sons", site: 'Quay / North' });
  });

  it('is another one when the site was renamed', () => {
    const [before, after] = ['Quay', 'Pier'].map((name) => groupIdOf(labelsOfSite({ id: SITE, name })));
    expect(before).not.toBe(after);
  });

  it.each(['', 'x', `lk1.${SITE}`, `lk1.${SITE}.!.x`, `lk1.' OR 1=1.a.b`])('is never read from “%s”', (text) => {
    expect(() => labelsOfGroup(text)).toThrow(expect.objectContaining({ kind: 'rejected' }));
  });
});

describe('a filter that is sent', () => {
  const row = (key: string, mark: string) => ({ SessionType: 2, CustomProperty1: '', CustomProperty5: key, CustomProperty6: mark });

  it.each([`Bob's`, `' OR SessionType = 'Support`, `''`, `x' AND 'a' = 'a`])('finds exactly “%s” and nothing else', (text) => {
    const keeps = filterOf(ofSite(text, DEFAULT_MAPPING));
    expect([keeps(row(text, '')), keeps(row('another', '')), keeps(row('', ''))]).toEqual([true, false, false]);
  });

  it.each(['a\nb', 'a\u0000', 'a\u2028b'])('holds no control character', (text) => {
    expect(() => quoted(text)).toThrow(expect.objectContaining({ kind: 'rejected' }));
  });

  it.each(['', 'f', '0f'])('is cut by endings into parts that are the whole and do not overlap, below “%s”', (ending) => {
    const whole = filterOf(endingIn(ending, DEFAULT_MAPPING));
    const parts = [...longerEndings(ending).map((longer) => endingIn(longer, DEFAULT_MAPPING)), endingInNoLonger(ending, DEFAULT_MAPPING)].map(filterOf);
    for (const mark of ['', '0', 'f', '0f', 'af', '00f', 'x', 'x0f', '-f', 'abcdef', NONCE]) {
      const seen = row(`lk1.${SITE}`, mark);
      expect([mark, parts.filter((keeps) => keeps(seen)).length]).toEqual([mark, whole(seen) ? 1 : 0]);
    }
  });
});

describe('what a server says of a session', () => {
  const guest = { ConnectionID: 'c', ProcessType: 2, ConnectedTime: '2026-11-02T08:00:00.1234567Z' };
  const answer = { SessionID: SESSION.toUpperCase(), SessionType: 2, Name: 'FRONT-DESK', CustomPropertyValues: OURS, ActiveConnections: [guest], GuestClientVersion: '26.1.5.9500' };
  const endpoint = (bent: object) => {
    const session = readSession({ ...answer, ...bent });
    return session && endpointOf(session, DEFAULT_MAPPING);
  };

  it('is an endpoint of ours by its key', () => {
    expect(endpoint({})).toMatchObject({ remoteId: SESSION, name: 'FRONT-DESK', connected: true, connectedAt: new Date('2026-11-02T08:00:00.123Z'), mark: OURS[5] });
  });

  it.each([
    ['is a support session', { SessionType: 0 }],
    ['is a meeting in words', { SessionType: 'Meeting' }],
    ['carries no key', { CustomPropertyValues: ['Harbour Dental'] }],
    ['shows no properties', { CustomPropertyValues: undefined }],
    ['has a property that is no text', { CustomPropertyValues: [{}, ...OURS.slice(1)] }],
    ['has no id', { SessionID: 'x' }],
  ])('is none of ours when it %s', (_what, bent) => {
    expect(endpoint(bent)).toBeNull();
  });

  it.each([
    ['a host alone', { ActiveConnections: [{ ...guest, ProcessType: 1 }] }, false],
    ['a guest in words', { ActiveConnections: [{ ...guest, ProcessType: 'Guest' }] }, true],
    ['nobody', { ActiveConnections: [], LastGuestConnectedEventTime: '2026-11-02T08:00:00Z' }, false],
    ['no list, came last', { ActiveConnections: undefined, LastGuestConnectedEventTime: '2026-11-02T08:00:00Z', LastGuestDisconnectedEventTime: '0001-01-01T00:00:00' }, true],
    ['no list, left last', { ActiveConnections: null, LastGuestConnectedEventTime: '2026-11-02T08:00:00Z', LastGuestDisconnectedEventTime: '2026-11-02T08:00:00.5Z' }, false],
    ['no list, never', { ActiveConnections: undefined, LastGuestConnectedEventTime: '0001-01-01T00:00:00Z' }, false],
  ])('counts as connected by its guest: %s', (_what, bent, connected) => {
    expect(endpoint(bent)?.connected).toBe(connected);
  });

  it('is cut and cleaned, and a false mark is none', () => {
    const bent = [...OURS];
    bent[5] = 'lk1.forged';
    bent[6] = `\u202e${'n'.repeat(5_000)}\n`;
    expect(endpoint({ CustomPropertyValues: bent })).toMatchObject({ name: 'n'.repeat(200), mark: null });
  });
});

describe('connecting a server', () => {
  const good = { url: 'https://remote.example.org', secret: 'long-enough-secret' };

  it.each([
    ['plain http', { url: 'http://remote.example.org' }, 'url'],
    ['a loopback address', { url: 'https://127.0.0.1' }, 'url'],
    ['the metadata service', { url: 'https://169.254.169.254' }, 'url'],
    ['credentials in the address', { url: 'https://a:b@remote.example.org' }, 'url'],
    ['no secret', { secret: '' }, 'secret'],
    ['a secret that would end its header', { secret: 'long-enough\r\nX: y' }, 'secret'],
    ['an origin that would end its header', { origin: 'https://a\nX: y' }, 'origin'],
    ['an installer in another folder', { installerName: '../x' }, 'installerName'],
    ['a place that is taken twice', { properties: 'mark=1' }, 'properties'],
    ['a ninth place', { properties: 'mark=9' }, 'properties'],
    ['a signer by name', { expectedSigner: 'ConnectWise' }, 'expectedSigner'],
    ['maybe', { rolesAskForConsent: 'maybe' }, 'rolesAskForConsent'],
  ])('is refused for %s, without a word of the secret', (_what, bent, key) => {
    const refusal = refuseScreenConnectConnection({ ...good, ...bent });
    expect(refusal?.key).toBe(key);
    expect(JSON.stringify(refusal)).not.toContain('long-enough');
  });

  it('is accepted for a public name, a listed private address and properties of one’s own', () => {
    expect(refuseScreenConnectConnection(good)).toBeNull();
    expect(refuseScreenConnectConnection({ ...good, url: 'https://10.1.2.3:8040', allowedPrivateHosts: '10.1.2.3', properties: 'key=8, mark=5' })).toBeNull();
    expect(mappingOf('key=8, mark=5')).toEqual({ company: 1, site: 2, key: 8, mark: 5, name: 7 });
  });

  it('seals what is secret', () => {
    expect(screenConnect.connectionFields.filter(({ secret }) => secret).map(({ key }) => key)).toEqual(['secret']);
  });
});

describe('R41 the version floor', () => {
  it.each([
    ['26.1.0.0', false], ['26.1', false], ['27.0', false], ['26.0.99', true], ['25.9.5.9473', true], ['26', true], [null, true], ['latest', true],
  ])('of %s', (version, below) => {
    expect(isBelowFloor(version)).toBe(below);
  });
});
