import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { InstallRemoteAgentParams, Installer } from '../../contracts/agent-protocol.js';
import { GatewayDouble } from '../fakes/gateway-double.js';
import { WinePrefix } from './wine-prefix.js';

const PATIENCE_MS = 60_000;

describe('the endpoint agent for Windows, the file that is shipped, under Wine', () => {
  let wine: WinePrefix;
  let gateway: GatewayDouble;
  let state: string;
  beforeAll(async () => {
    wine = WinePrefix.create();
    gateway = await GatewayDouble.listen();
    state = wine.windows(wine.file('state'));
  }, 180_000);
  afterAll(async () => {
    await wine.dispose();
    await gateway.close();
  });

  /** The one that enrolled last. */
  const device = () => [...gateway.devices.keys()].at(-1)!;
  const installation = (installer: Installer): InstallRemoteAgentParams => ({
    provider: 'mesh-central',
    installer,
    configuration: { meshName: 'Harbour Clinic', meshId: `0x${'AB'.repeat(48)}`, serverId: 'CD'.repeat(48), meshServer: 'wss://127.0.0.1:9/00112233445566778899aabbccddeeff/ra/agent.ashx', domain: 'ra' },
    settings: { selfHeal: true, autoUpdate: true, trayIcon: false },
    settingsHash: 'ab'.repeat(32),
    proof: { number: 1, mark: 'lk1.first' },
  });

  it('says its version', async () => {
    const { exitCode, output } = await wine.agent(['--version']).ended;
    expect({ exitCode, output: output.trim() }).toEqual({ exitCode: 0, output: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
  }, PATIENCE_MS);

  it('refuses a server that did not make its token', async () => {
    const stranger = await GatewayDouble.listen();
    const { exitCode, output } = await wine.agent(['enrol', '--no-service', '--server', gateway.url, '--state-dir', wine.windows(wine.file('other'))], stranger.token()).ended;
    await stranger.close();
    expect({ exitCode, output }).toEqual({ exitCode: expect.any(Number), output: expect.stringContaining('root key is not the one') });
  }, PATIENCE_MS);

  it('enrols with what Windows says of the device, and keeps its key in its own folder', async () => {
    const { exitCode, output } = await wine.agent(['enrol', '--no-service', '--server', gateway.url, '--state-dir', state], gateway.token()).ended;
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(gateway.devices.get(device())?.request).toMatchObject({ os: 'windows', arch: 'x64', hardwareId: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(existsSync(wine.file('state'))).toBe(true);
  }, PATIENCE_MS);

  it('connects, proves who it is, and tells its inventory', async () => {
    wine.agent(['run', '--private', '--state-dir', state]);
    expect(await gateway.frame('inventory', undefined, PATIENCE_MS)).toMatchObject({ os: 'windows', osVersion: expect.stringMatching(/10/) });
  }, PATIENCE_MS);

  it('downloads what it is told to install, and refuses bytes with another hash', async () => {
    const installer = gateway.publish(randomBytes(200_000));
    gateway.corrupt(installer.sha256, randomBytes(200_000));
    const report = await gateway.reportOf(gateway.instruct(device(), 'install-remote-agent', installation(installer)), PATIENCE_MS);
    expect(gateway.artifactRequests).toBeGreaterThanOrEqual(1);
    expect(report).toMatchObject({ outcome: 'failed', errorCode: 'RA-PKG-01' });
  }, PATIENCE_MS);

  it('downloads bytes that are right, and says that they are no program of this system', async () => {
    const report = await gateway.reportOf(gateway.instruct(device(), 'install-remote-agent', installation(gateway.publish(randomBytes(200_000))), { generation: '2' }), PATIENCE_MS);
    expect(report.outcome).toBe('failed');
    expect(report.errorCode).toMatch(/^RA-/);
    expect(report.errorCode).not.toBe('RA-PKG-01');
  }, PATIENCE_MS);

  it('keeps the contract to the letter', () => {
    expect(gateway.violations).toEqual([]);
  });
});
