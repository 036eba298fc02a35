import { ScreenConnectScene, DEVICE, HARBOUR, QUAY } from '../../../../test/support/screen-connect-scene.js';
import type { LaunchRequest } from '../../provider.js';
import type { ScreenConnectProvider } from './screen-connect-provider.js';

const UNKNOWN = '5d1e28ad-0000-4000-8000-000000000000';
const LAUNCH: Omit<LaunchRequest, 'remoteId'> = {
  mode: 'desktop', viewOnly: false, courtesies: { prompt: false, notify: true, banner: true }, expiresInMinutes: 10, guestName: 'Rosa',
};
const WRITE = 'UpdateSessionCustomProperties';

describe('ScreenConnect behind the neutral interface', () => {
  let scene: ScreenConnectScene;
  let provider: ScreenConnectProvider;

  beforeEach(async () => {
    scene = await ScreenConnectScene.start();
    provider = scene.open();
  });
  afterEach(() => scene.stop());

  describe('the probe', () => {
    it('tells version, floor and round trip', async () => {
      expect(await provider.probe()).toEqual({ reachable: true, version: '26.1.5.9500', belowFloor: false, floorVersion: '26.1', roundTripMs: expect.any(Number) });
    });

    it('finds the version in the script where a proxy hides the header', async () => {
      scene.double.switches.hidesServerHeader = true;
      expect(await provider.probe()).toMatchObject({ reachable: true, version: '26.1.5.9500' });
    });

    it.each<[string, (scene: ScreenConnectScene) => void, string, RegExp]>([
      ['a wrong secret', ({ double }) => void (double.switches.secret = 'rotated-meanwhile'), 'unauthorised', /secret/],
      ['a wrong origin', ({ double }) => void (double.switches.allowedOrigin = 'https://other.example.org'), 'unauthorised', /origin/],
      ['a missing extension', ({ double }) => void (double.switches.extensionMissing = true), 'rejected', /not installed/],
      ['an old extension', ({ double }) => void (double.switches.oldExtension = true), 'rejected', /too old/],
      ['a login page', ({ double }) => void double.faults.push('login page'), 'rejected', /page instead of data/],
    ])('tells %s from everything else', async (_what, bend, kind, detail) => {
      bend(scene);
      expect(await provider.probe()).toMatchObject({ reachable: false, error: { kind, detail: expect.stringMatching(detail) } });
    });

    it('tells a certificate that is not trusted, a name that is not known and a server that is not there', async () => {
      const error = async (options: Parameters<ScreenConnectScene['open']>[0]) => (await scene.open(options).probe()).error;
      expect(await error({ outbound: { allowedPrivateHosts: ['localhost'] } })).toMatchObject({ kind: 'rejected', code: 'RA-INS-08', detail: expect.stringMatching(/certificate/) });
      expect(await error({ base: 'https://nowhere.invalid' })).toMatchObject({ kind: 'unavailable', detail: 'The server’s name is not known.', code: 'RA-INS-01' });
      expect(await error({ base: 'https://localhost:1' })).toMatchObject({ kind: 'unavailable', detail: expect.stringMatching(/ECONNREFUSED/) });
    });
  });

  describe('R41 the version floor', () => {
    it.each([
      ['26.1.6', true, '26.1.6'],
      ['26.1.5', false, '26.1.5'],
      ['25.9', false, '26.1'],
      ['nonsense', false, '26.1'],
    ])('is raised by a list that says %s, and lowered by none', async (raisedFloor, belowFloor, floorVersion) => {
      expect(await scene.open({ raisedFloor }).probe()).toMatchObject({ reachable: true, version: '26.1.5.9500', belowFloor, floorVersion });
    });

    it.each([
      ['26.0.9.9999', { reachable: true, belowFloor: true }],
      ['26.1.0.1', { reachable: true, belowFloor: false }],
      ['23.9.7.8804', { reachable: false, belowFloor: true, version: '23.9.7.8804', error: { kind: 'rejected' } }],
    ])('holds for %s', async (version, verdict) => {
      const old = await ScreenConnectScene.start({ version });
      try {
        expect(await old.open().probe()).toMatchObject(verdict);
        expect(old.double.calls).toHaveLength(verdict.reachable ? 1 : 0);
      } finally {
        await old.stop();
      }
    });
  });

  describe('R38 a site', () => {
    it('has one group however often it is asked for, and nothing at the server', async () => {
      const ids = await Promise.all([provider.ensureSite(HARBOUR), provider.ensureSite(HARBOUR), scene.open().ensureSite(HARBOUR)]);
      expect([new Set(ids).size, scene.double.store.sessions.size, scene.calls('CreateSession')]).toEqual([1, 0, 0]);
      expect(await provider.ensureSite(QUAY)).not.toBe(ids[0]);
    });

    it('goes only when no endpoint of it is left, connected or not', async () => {
      const { agent, remoteId, remoteGroupId } = await scene.device(provider);
      agent.disconnect();
      await expect(provider.removeSite(remoteGroupId)).rejects.toMatchObject({ kind: 'rejected' });
      await provider.removeEndpoint(remoteId);
      await expect(provider.removeSite(remoteGroupId)).resolves.toBeUndefined();
    });
  });

  describe('installing', () => {
    it.each([['windows', 'x64', 'msi'], ['macos', 'arm64', 'pkg'], ['linux', 'x64', 'deb']] as const)('takes the %s %s package as it comes', async (os, arch, format) => {
      const [one, again] = [await provider.installerFor({ os, arch }), await provider.installerFor({ os, arch })];
      expect(one).toMatchObject({ format, sha256: again!.sha256, size: one!.bytes.length });
      // No name and no property is inside, so that one package serves every site.
      expect(scene.double.installers.at(-1)).toEqual({ format, parameters: [['e', 'Access'], ['y', 'Guest']] });
    });

    it.each(['deb', 'rpm'] as const)('takes the %s package for a Linux device whose package tool installs that', async (packageFormat) => {
      expect(await provider.installerFor({ os: 'linux', arch: 'x64', packageFormat })).toMatchObject({ format: packageFormat });
    });

    it('knows no package for 32-bit ARM', async () => {
      expect(await provider.installerFor({ os: 'linux', arch: 'arm' })).toBeNull();
      expect(scene.double.installers).toEqual([]);
    });

    it('refuses another base name than the server’s', async () => {
      await expect(scene.open({ installerName: 'ConnectWiseControl' }).installerFor({ os: 'windows', arch: 'x64' })).rejects.toMatchObject({ kind: 'rejected', detail: expect.stringMatching(/base name/) });
    });

    it('says where the client connects, what it is called and whose it is', async () => {
      const facts = await scene.open({ expectedSigner: 'ab'.repeat(20) }).installConfiguration({ remoteGroupId: await provider.ensureSite(HARBOUR) });
      expect(facts).toEqual({
        fingerprint: '0123456789abcdef', relayHost: 'localhost', relayPort: '8041', serverKey: expect.stringMatching(/^BgIAAACkAABSU0Ex/),
        property1: 'Harbour Dental', property2: 'Front desk', property5: `lk1.${HARBOUR.id}`, markProperty: '6', expectedSigner: 'ab'.repeat(20),
      });
    });
  });

  describe('an endpoint', () => {
    it('is moved with its labels and named, and what the administrator keeps in other properties stays', async () => {
      const { session, remoteId } = await scene.device(provider);
      session.properties[2] = 'Reception';
      await Promise.all([provider.moveEndpoint(remoteId, await provider.ensureSite(QUAY)), provider.nameEndpoint(remoteId, 'Front "desk" \u0000 1')]);
      expect(session.properties).toEqual(["O'Neil & Sons", 'Quay', 'Reception', '', `lk1.${QUAY.id}`, `lk1.${DEVICE}.${'0'.repeat(32)}`, 'Front "desk"  1', '']);
    });

    it('is not written again when it is so already', async () => {
      const { remoteId, remoteGroupId } = await scene.device(provider);
      await provider.moveEndpoint(remoteId, remoteGroupId);
      expect(scene.calls(WRITE)).toBe(0);
    });

    it('tells its version while it is connected', async () => {
      const { agent, remoteId } = await scene.device(provider);
      expect(await provider.endpointVersion(remoteId)).toBe('26.1.5.9500');
      agent.disconnect();
      expect(await provider.endpointVersion(remoteId)).toBeNull();
      expect(await provider.endpointVersion(UNKNOWN)).toBeNull();
    });

    it('is given up when its agent is gone, and stays while it runs; a second time changes nothing', async () => {
      const { agent, session, remoteId } = await scene.device(provider);
      await expect(provider.removeEndpoint(remoteId)).rejects.toMatchObject({ kind: 'rejected', detail: expect.stringMatching(/still connected/) });
      agent.disconnect();
      await provider.removeEndpoint(remoteId);
      await provider.removeEndpoint(remoteId);
      expect(session.properties).toEqual(['Harbour Dental', 'Front desk', '', '', '', '', '', '']);
      expect(scene.calls(WRITE)).toBe(1);
      await expect(provider.removeEndpoint(UNKNOWN)).resolves.toBeUndefined();
    });

    it('is never one that carries no key of ours, although the secret opens it', async () => {
      const stranger = scene.double.install({ machineName: 'ELSEWHERE', parameters: 'e=Access&y=Guest&c=Somebody' });
      const { properties } = stranger.connect();
      const remoteId = stranger.sessionId;
      const group = await provider.ensureSite(HARBOUR);
      for (const act of [() => provider.moveEndpoint(remoteId, group), () => provider.nameEndpoint(remoteId, 'ours'), () => provider.mintLaunch({ ...LAUNCH, remoteId })])
        await expect(act()).rejects.toMatchObject({ kind: 'rejected' });
      await provider.removeEndpoint(remoteId);
      expect([scene.calls(WRITE), properties[0]]).toEqual([0, 'Somebody']);
    });

    it('is not written over where its properties cannot be read', async () => {
      const { session, remoteId } = await scene.device(provider);
      session.properties.push('a ninth');
      await expect(provider.nameEndpoint(remoteId, 'Desk')).rejects.toMatchObject({ kind: 'rejected' });
      expect(scene.calls(WRITE)).toBe(0);
    });

    it.each(['', 'x', `${UNKNOWN}'`, `${UNKNOWN}/..`])('is never asked for as “%s”', async (remoteId) => {
      await expect(provider.nameEndpoint(remoteId, 'Desk')).rejects.toMatchObject({ kind: 'rejected' });
      await expect(provider.openLaunches(remoteId)).rejects.toMatchObject({ kind: 'rejected' });
      expect(scene.double.calls).toEqual([]);
    });
  });

  describe('a launch', () => {
    it('is a link that a technician opens with a login of his own; no token and no secret is in it', async () => {
      const { remoteId } = await scene.device(provider);
      const { path, shareId } = await provider.mintLaunch({ ...LAUNCH, remoteId });
      expect(path).toBe(`${scene.base}/Host#Access///${remoteId}/Join`);
      expect((await provider.mintLaunch({ ...LAUNCH, remoteId })).shareId).not.toBe(shareId);
      expect(scene.double.hosts.open(path, 'rosa')).not.toBeNull();
      expect(await provider.openLaunches(remoteId)).toEqual([{ shareId: expect.any(String), guestName: 'rosa', expiresAt: null }]);
    });

    it.each([
      ['watching only', { viewOnly: true }],
      ['a terminal alone', { mode: 'terminal' as const }],
      ['files alone', { mode: 'files' as const }],
    ])('is refused for %s, which a link cannot enforce', async (_what, bent) => {
      const { remoteId } = await scene.device(provider);
      await expect(provider.mintLaunch({ ...LAUNCH, ...bent, remoteId })).rejects.toMatchObject({ kind: 'rejected' });
    });

    it('that needs consent is refused until somebody has confirmed that the roles ask for it', async () => {
      const { remoteId } = await scene.device(provider);
      const asking = { ...LAUNCH, remoteId, courtesies: { ...LAUNCH.courtesies, prompt: true } };
      await expect(scene.open({ rolesAskForConsent: false }).mintLaunch(asking)).rejects.toMatchObject({ kind: 'rejected', detail: expect.stringMatching(/[Cc]onsent/) });
      await expect(provider.mintLaunch(asking)).resolves.toMatchObject({ expiresAt: expect.any(Date) });
    });

    it('is revoked while nobody is connected; otherwise a person is told that it stays open', async () => {
      const { remoteId } = await scene.device(provider);
      const { path } = await provider.mintLaunch({ ...LAUNCH, remoteId });
      await provider.revokeLaunch(remoteId);
      const host = scene.double.hosts.open(path, 'rosa')!;
      await expect(provider.revokeLaunch(remoteId)).rejects.toMatchObject({ kind: 'rejected', detail: expect.stringMatching(/not possible/) });
      scene.double.hosts.leave(remoteId, host);
      await expect(provider.revokeLaunch(remoteId)).resolves.toBeUndefined();
    });

    it('of an endpoint that is gone has nothing open', async () => {
      expect(await provider.openLaunches(UNKNOWN)).toEqual([]);
    });
  });

  describe('a support session', () => {
    const PRINTER = { name: 'Printer at the front desk', kind: 'support', code: 'ABCDEFGHJ' } as const;

    it('is made with its code, and has a page for the guest and one for the technician', async () => {
      const place = await provider.openSupport(PRINTER);
      const session = scene.double.guests.byCode('abcdefghj')!;
      expect(session).toMatchObject({ sessionId: place.remoteId, name: PRINTER.name, isPublic: false, type: 0 });
      expect(place.guestUrl).toBe(`${scene.base}/?Session=${place.remoteId}`);
      expect(scene.double.hosts.open(place.hostUrl, 'rosa')).not.toBeNull();
    });

    it('may be a meeting', async () => {
      const { remoteId, hostUrl } = await provider.openSupport({ ...PRINTER, kind: 'meeting' });
      expect([scene.double.store.sessions.get(remoteId)!.type, hostUrl]).toEqual([1, expect.stringContaining('/Host#Meeting///')]);
    });

    it('is the same when it is asked for again', async () => {
      const places = [await provider.openSupport(PRINTER), await provider.openSupport(PRINTER)];
      expect([places[0]!.remoteId === places[1]!.remoteId, scene.calls('CreateSession')]).toEqual([true, 1]);
    });

    it.each([['hang up after acting' as const], [{ status: 504, acted: true }]])('whose making was not heard of is found, and not made twice: %j', async (fault) => {
      scene.double.faultsOf['CreateSession'] = [fault];
      const { remoteId } = await provider.openSupport(PRINTER);
      expect([...scene.double.store.sessions.keys()]).toEqual([remoteId]);
    });

    it('that was not made is told', async () => {
      scene.double.faultsOf['CreateSession'] = ['hang up'];
      await expect(provider.openSupport(PRINTER)).rejects.toMatchObject({ kind: 'unavailable' });
      expect(scene.double.store.sessions.size).toBe(0);
    });

    it('tells who is in it, and when it is over; no device ever passes for one', async () => {
      const { remoteId } = await provider.openSupport(PRINTER);
      const session = scene.double.store.sessions.get(remoteId)!;
      expect(await provider.supportPresence(remoteId)).toEqual({ guests: 0, hosts: 0 });
      scene.double.guests.join(session, 'Grace');
      scene.double.store.connect(session, 1, 'rosa');
      expect(await provider.supportPresence(remoteId)).toEqual({ guests: 1, hosts: 1 });
      scene.double.store.delete(remoteId);
      expect(await provider.supportPresence(remoteId)).toBeNull();
      expect(await provider.supportPresence((await scene.device(provider)).remoteId)).toBeNull();
    });
  });

  describe('R38 lost answers', () => {
    it.each([
      ['the connection ended', 'hang up after acting' as const],
      ['a gateway gave up', { status: 504, acted: true }],
    ])('of a write that was done are no failure, and nothing is sent twice, when %s', async (_what, fault) => {
      const { session, remoteId } = await scene.device(provider);
      const events = session.events.length;
      scene.double.faultsOf[WRITE] = [fault];
      await provider.moveEndpoint(remoteId, await provider.ensureSite(QUAY));
      expect([scene.calls(WRITE), session.properties[0], session.events.length]).toEqual([1, "O'Neil & Sons", events + 1]);
    });

    it('are sent again only when the server has said that it did not take the write', async () => {
      const { session, remoteId } = await scene.device(provider);
      scene.double.faultsOf[WRITE] = [{ status: 429, retryAfter: '1' }, { status: 503 }];
      await provider.nameEndpoint(remoteId, 'Desk 1');
      expect([scene.calls(WRITE), session.properties[6]]).toEqual([3, 'Desk 1']);
    });

    it('of a write that was not done are told, and the next try does it once', async () => {
      const { session, remoteId } = await scene.device(provider);
      scene.double.faultsOf[WRITE] = ['hang up'];
      await expect(provider.nameEndpoint(remoteId, 'Desk 1')).rejects.toMatchObject({ kind: 'unavailable' });
      await provider.nameEndpoint(remoteId, 'Desk 1');
      expect([scene.calls(WRITE), session.properties[6]]).toEqual([2, 'Desk 1']);
    });
  });
});
