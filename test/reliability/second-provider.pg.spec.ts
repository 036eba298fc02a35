import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fleet } from '../../simulator/fleet.js';
import { SimulatedProviderServer } from '../../simulator/provider/provider-server.js';
import { redeemLaunch, requestLaunch } from '../../src/remote-access/launches/index.js';
import { SimulatedProvider } from '../../src/remote-access/providers/simulated/simulated-provider.js';
import { systemClock } from '../../src/platform/clock.js';
import type { ScreenConnectProvider } from '../../src/remote-access/providers/screen-connect/screen-connect-provider.js';
import { ScreenConnectDouble, type DoubleSession, type Fault } from '../fakes/screen-connect/index.js';
import { DANA } from '../personas/dana.js';
import { agentProgram } from '../support/agent-process.js';
import { EndpointAgentProcess } from '../support/endpoint-agent-process.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { ProvisioningScene } from '../support/provisioning-scene.js';
import { ScreenConnectScene } from '../support/screen-connect-scene.js';

jest.setTimeout(120_000);
const HER_DESK = { ip: '127.0.0.1', userAgent: 'her browser' };
const FAST = { withinMs: 30_000, everyMs: 50 };
/** The double as it is when nothing is wrong. */
const SECRET = new ScreenConnectDouble().switches.secret;
const WELL = { allowedOrigin: null, extensionMissing: false, oldExtension: false, sessionTypeAsText: false, propertiesAsObject: false, withoutGuestInfo: false, neverWithoutZone: false, unknownMembers: false, hidesServerHeader: false };
const SETTINGS = { enabled: true, 'removal.graceHours': 0 };

describe('the main job at a second provider', () => {
  let scene: ProvisioningScene;
  let server: ScreenConnectScene;
  let provider: ScreenConnectProvider;
  let instanceId: string;
  let packageId: string;
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-second-'));

  beforeAll(async () => {
    server = await ScreenConnectScene.start({}, true);
    scene = await ProvisioningScene.begin();
    provider = server.open({ readEveryMs: 300, readSoonMs: 50 });
    instanceId = await scene.instance('Second server', provider, { url: server.base });
    packageId = await scene.package('Managed', SETTINGS);
  });
  afterAll(async () => {
    await scene.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Sessions at the server that say they are ours. */
  const ours = (): DoubleSession[] => [...server.double.store.sessions.values()].filter(({ properties }) => properties[4] !== '');
  const connected = (): DoubleSession[] => ours().filter(({ connections }) => connections.length > 0);

  describe('with a real endpoint agent and a package that dpkg installs', () => {
    const frontDesk = new EndpointAgentProcess('front-desk-of-the-second-provider', false, agentProgram());
    let siteId: string;
    afterAll(() => frontDesk.stop());

    it('makes the device Ready by the mark in its session', async () => {
      const site = await scene.site('Harbour Dental', 'Front desk', instanceId);
      siteId = site.siteId;
      expect(await frontDesk.enrol(scene.url, site.token)).toMatchObject({ exitCode: 0 });
      frontDesk.run();
      await scene.assign(packageId, siteId);
      await scene.becomes(frontDesk.deviceId, 'READY').catch((error: unknown) => {
        throw new Error(`${String(error)}\n${frontDesk.lastWords}`);
      });
      const [session] = connected();
      expect(ours()).toHaveLength(1);
      expect(provider.parseProofMark(session!.properties[5]!)?.deviceId).toBe(frontDesk.deviceId);
      expect(session!.properties.slice(0, 2)).toEqual(['Harbour Dental', 'Front desk']);
      const evidence = await scene.query('SELECT verified_remote_id FROM deployment_evidence e JOIN deployment p ON p.id = e.deployment_id WHERE p.device_id = $1', [frontDesk.deviceId]);
      expect(evidence).toEqual([{ verified_remote_id: session!.sessionId }]);
    });

    it('mints the link that joins this session, for one operator who may', async () => {
      // This machine has no screen; the device is said to have one.
      await scene.query('UPDATE device SET has_display = true WHERE id = $1', [frontDesk.deviceId]);
      await scene.query('UPDATE operator SET allow_remote_control = true');
      const [row] = await scene.query<{ id: string; session_id: string }>('SELECT o.id, s.id AS session_id FROM operator o JOIN operator_session s ON s.operator_id = o.id');
      const dana = { id: row!.id, sessionId: row!.session_id, name: DANA.name, role: 'primary-super-admin' as const, allowRemoteControl: true, disabled: false, scope: { all: true, clientIds: [], siteIds: [] } };
      const { ticket, launchId } = await requestLaunch(scene.unit, dana, HER_DESK, { deviceId: frontDesk.deviceId, mode: 'desktop', reason: null }, async () => undefined);
      expect(await redeemLaunch(scene.unit, scene.wakeUps, dana, HER_DESK, ticket)).toMatchObject({ entry: null });
      const [launch] = await scene.query<{ state: string; share_path: string }>('SELECT state, share_path FROM launch WHERE id = $1', [launchId]);
      const [session] = connected();
      expect(launch).toEqual({ state: 'active', share_path: `${server.base}/Host#Access///${session!.sessionId}/Join` });
      const technician = server.double.hosts.open(launch!.share_path, DANA.name);
      expect(technician).not.toBeNull();
      server.double.hosts.leave(session!.sessionId, technician!);
      await scene.query(`UPDATE launch SET state = 'ended', ended_at = now(), end_reason = 'left'`);
    });

    it('removes it from the device and gives its record up when the package is taken away', async () => {
      await scene.unassign(siteId);
      await scene.becomes(frontDesk.deviceId, 'REMOVED');
      expect([ours().length, frontDesk.remoteAgents.length]).toEqual([0, 0]);
      expect(server.double.store.sessions.size).toBe(1);
    });
  });

  describe('while its server misbehaves', () => {
    const counters: Fleet[] = [];
    const rehearsal = new SimulatedProviderServer();
    let other: { readonly deviceId: string; readonly siteId: string };
    let device: { readonly deviceId: string; readonly siteId: string };

    /** Simulated computers that speak the agents' real protocol; what is at the providers is as real as above. */
    async function fleet(kind: 'screen-connect' | 'simulated', clientName: string, instance: string, devices = 1): Promise<{ deviceId: string; siteId: string }> {
      const { siteId, token } = await scene.site(clientName, 'HQ', instance);
      const plan = { devices, server: scene.url, token, state: join(folder, `${clientName}.json`), spreadSeconds: 0, remote: kind, seed: 1, faults: 0, first: 0 } as const;
      const started = new Fleet(plan);
      counters.push(started);
      await started.start();
      await scene.assign(packageId, siteId);
      const [row] = await scene.query<{ id: string }>('SELECT id FROM device WHERE site_id = $1', [siteId]);
      return { deviceId: row!.id, siteId };
    }

    beforeAll(async () => {
      const url = new URL(`http://127.0.0.1:${await freePort()}`);
      await rehearsal.start(Number(url.port));
      const calm = { info: () => undefined, warn: () => undefined };
      const rehearsed = new SimulatedProvider(url, new Set(), systemClock, calm);
      const otherInstance = await scene.instance('Another server', rehearsed);
      device = await fleet('screen-connect', 'Quay Dental', instanceId);
      other = await fleet('simulated', 'Mill Green', otherInstance);
      await Promise.all([scene.becomes(device.deviceId, 'READY'), scene.becomes(other.deviceId, 'READY')]);
    });
    afterAll(() => counters.forEach((each) => each.stop()));
    afterEach(async () => {
      heal();
      // The other provider has noticed nothing, and whatever happened here nothing was sent twice and nothing is there twice.
      expect(await scene.statusOf(other.deviceId)).toEqual({ phase: 'READY', code: null });
      expect(connected()).toHaveLength(1);
      expect(ours()).toHaveLength(1);
      expect(sentTwice()).toEqual([]);
    });

    function misbehave(fault: Fault): void {
      server.double.faults.push(...Array.from({ length: 400 }, () => fault));
    }

    /** And the breaker is let try again. */
    function heal(): void {
      server.double.faults.length = 0;
      server.double.madeUp = null;
      for (const method of Object.keys(server.double.faultsOf)) server.double.faultsOf[method]!.length = 0;
      Object.assign(server.double.switches, WELL, { secret: SECRET });
      server.movedOnMs += 31_000;
    }

    /** Writes of the same properties to the same session, which is what a repetition after a lost answer would be. */
    function sentTwice(): string[] {
      const writes = server.double.calls.filter(({ method }) => method === 'UpdateSessionCustomProperties').map(({ body }) => JSON.stringify(body));
      return writes.filter((write, at) => writes.indexOf(write) !== at);
    }

    async function removed(): Promise<void> {
      await scene.unassign(device.siteId);
      await scene.becomes(device.deviceId, 'REMOVED');
    }

    const healthBecomes = (code: string | null) => {
      let seen: unknown;
      return eventually(`the instance says ${code}`, async () => (seen = await scene.healthOf(instanceId)) && (seen as { code: string | null }).code === code, { ...FAST, lastSeen: () => seen });
    };

    it.each<[string, () => void, string]>([
      ['refuses a rotated secret', () => void (server.double.switches.secret = 'rotated-by-somebody'), 'RA-INS-03'],
      ['wants another origin', () => void (server.double.switches.allowedOrigin = 'https://elsewhere.example.org'), 'RA-INS-04'],
      ['has lost the extension', () => void (server.double.switches.extensionMissing = true), 'RA-INS-05'],
      ['has an old extension', () => void (server.double.switches.oldExtension = true), 'RA-INS-05'],
      ['answers with its login page', () => misbehave('login page'), 'RA-INS-05'],
      ['asks for patience', () => misbehave({ status: 429, retryAfter: '1' }), 'RA-INS-09'],
      ['is being restarted', () => misbehave({ status: 503 }), 'RA-INS-01'],
      ['stands behind a gateway that gives up', () => misbehave({ status: 504, acted: true }), 'RA-INS-01'],
      ['hangs up', () => misbehave('hang up'), 'RA-INS-01'],
      ['pours without end', () => misbehave('endless'), 'RA-INS-01'],
    ])('says so when it %s, loses nothing, and is Ready when that has passed', async (_, fault, code) => {
      await removed();
      fault();
      await scene.assign(packageId, device.siteId);
      await healthBecomes(code);
      await scene.becomes(device.deviceId, 'BLOCKED');
      expect(await scene.statusOf(device.deviceId)).toEqual({ phase: 'BLOCKED', code });
      heal();
      await scene.becomes(device.deviceId, 'READY');
      await healthBecomes(null);
    });

    it.each<[string, () => void]>([
      ['says types as words', () => void (server.double.switches.sessionTypeAsText = true)],
      ['says properties by name', () => void (server.double.switches.propertiesAsObject = true)],
      ['leaves out what it knows of guests', () => void (server.double.switches.withoutGuestInfo = true)],
      ['writes never without a zone', () => void (server.double.switches.neverWithoutZone = true)],
      ['has members that nobody knows', () => void (server.double.switches.unknownMembers = true)],
      ['hides its version', () => void (server.double.switches.hidesServerHeader = true)],
      ['gives empty lists now and then', () => server.double.faults.push('empty list', 'empty list')],
      ['acts on a write and then hangs up', () => void (server.double.faultsOf.UpdateSessionCustomProperties = ['hang up after acting'])],
      ['acts on a write and lets its gateway give up', () => void (server.double.faultsOf.UpdateSessionCustomProperties = [{ status: 504, acted: true }])],
      ['takes no write at first', () => void (server.double.faultsOf.UpdateSessionCustomProperties = [{ status: 503 }])],
    ])('is Ready all the same when it %s', async (_, quirk) => {
      await removed();
      quirk();
      await scene.assign(packageId, device.siteId);
      await scene.becomes(device.deviceId, 'READY');
    });

    it('is left alone within ten calls when it is down, and the other provider goes on', async () => {
      await removed();
      server.double.calls.length = 0;
      misbehave({ status: 504 });
      await scene.assign(packageId, device.siteId);
      await healthBecomes('RA-INS-01');
      const fresh = await fleet('simulated', 'Mill Blue', (await scene.query<{ id: string }>(`SELECT id FROM provider_instance WHERE name = 'Another server'`))[0]!.id);
      await scene.becomes(fresh.deviceId, 'READY');
      expect(server.double.calls.length).toBeLessThanOrEqual(10);
      heal();
      await scene.becomes(device.deviceId, 'READY');
    });

    it('gives a removal up only when it is done: a server that is down meanwhile is told later', async () => {
      misbehave({ status: 504 });
      await scene.unassign(device.siteId);
      await healthBecomes('RA-INS-01');
      expect(ours()).toHaveLength(1);
      heal();
      await scene.becomes(device.deviceId, 'REMOVED');
      expect(ours()).toEqual([]);
      await scene.assign(packageId, device.siteId);
      await scene.becomes(device.deviceId, 'READY');
    });
  });
});
