import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processesNaming } from '../../system/processes.js';
import type { InstallRemoteAgentParams } from '../../../contracts/agent-protocol.js';
import { ScreenConnectDouble, type DoubleSession } from '../../../test/fakes/screen-connect/index.js';
import { debPackage } from '../../../test/fakes/screen-connect/client-package.js';
import { AgentProcess } from '../../../test/support/agent-process.js';
import { eventually } from '../../../test/support/eventually.js';

jest.setTimeout(60_000);
const FAST = { withinMs: 20_000, everyMs: 50 };

/** The real program, the real dpkg in a folder of the agent's own, and a harmless package of the double's. */
describe('an endpoint agent in private mode, with a ScreenConnect client', () => {
  let double: ScreenConnectDouble;
  let agent: AgentProcess;
  beforeEach(async () => {
    double = new ScreenConnectDouble({ realClients: true });
    await double.start();
    agent = await AgentProcess.enrolled(debPackage(double.identity, [['e', 'Access'], ['y', 'Guest']]));
    await agent.start();
  });
  afterEach(async () => {
    await agent.dispose();
    await double.stop();
    expect(processesNaming(root())).toEqual([]);
  });

  const root = () => join(agent.state, 'remote-agents', 'screen-connect', 'root');
  const home = () => join(root(), 'opt', `connectwisecontrol-${double.identity.fingerprint}`);
  const clients = () => processesNaming(home()).map(({ pid }) => pid);
  const sessions = (): DoubleSession[] => [...double.store.sessions.values()];

  const connected = () => eventually('its session', () => sessions().find(({ connections }) => connections.length > 0), FAST);

  const installation = (change: Partial<InstallRemoteAgentParams> = {}): InstallRemoteAgentParams => ({
    provider: 'screen-connect',
    installer: { ...agent.installer, format: 'deb' },
    configuration: {
      fingerprint: double.identity.fingerprint,
      relayHost: double.identity.relayHost,
      relayPort: String(double.identity.relayPort),
      serverKey: double.identity.publicKey,
      property1: 'Harbour & Söhne',
      property2: 'Front desk',
      property5: 'lk1.0190a5c4-0000-7abc-8def-0123456789ab',
      markProperty: '6',
    },
    settings: { selfHeal: true, autoUpdate: true, trayIcon: false },
    settingsHash: 'ab'.repeat(32),
    proof: { number: 1, mark: 'lk1.first' },
    ...change,
  });
  const instruct = (kind: 'install-remote-agent' | 'update-remote-agent', change = {}) =>
    agent.gateway.reportOf(agent.gateway.instruct(agent.deviceId, kind, installation(change)));

  it('installs what it is told, becomes one session with its labels and mark, and does not repeat what is effective', async () => {
    const report = await instruct('install-remote-agent');
    expect(report).toMatchObject({ outcome: 'done', detail: 'installed', evidence: { installed: true, running: true, proofNumber: 1 } });
    const session = await connected();
    expect(session).toMatchObject({
      sessionId: report.evidence?.remoteId,
      properties: ['Harbour & Söhne', 'Front desk', '', '', 'lk1.0190a5c4-0000-7abc-8def-0123456789ab', 'lk1.first', '', ''],
    });
    expect(await instruct('install-remote-agent')).toMatchObject({ detail: 'already effective', evidence: { remoteId: session.sessionId } });
    expect(agent.gateway.artifactRequests).toBe(1);
    expect([sessions().length, clients().length]).toEqual([1, 1]);
    await agent.gateway.frame('remote-agents', ({ found }) => found.some((seen) => seen.own && seen.version === double.identity.version));
  });

  it('proves its identity anew with a restart, in the same session', async () => {
    const { evidence } = await instruct('install-remote-agent');
    const [before] = clients();
    const params = { provider: 'screen-connect', proof: { number: 2, mark: 'lk1.second' } };
    const proof = await agent.gateway.reportOf(agent.gateway.instruct(agent.deviceId, 'verify-identity', params));
    expect(proof).toMatchObject({ outcome: 'done', evidence: { proofNumber: 2, remoteId: evidence?.remoteId } });
    expect(clients()).not.toEqual([before]);
    await eventually('the new mark', async () => sessions().some(({ properties }) => properties[5] === 'lk1.second') || null, FAST);
    expect(sessions()).toHaveLength(1);
  });

  it('takes over a new package and new labels with its session', async () => {
    const { evidence } = await instruct('install-remote-agent');
    const renamed = { ...installation().configuration, property2: 'Back office' };
    expect(await instruct('update-remote-agent', { configuration: renamed })).toMatchObject({ detail: 'configured what was installed', evidence: { remoteId: evidence?.remoteId } });
    expect(agent.gateway.artifactRequests).toBe(1);
    const newer = agent.gateway.publish(debPackage({ ...double.identity, version: '26.2.1.9600' }, [['e', 'Access'], ['y', 'Guest']]));
    expect(await instruct('update-remote-agent', { installer: { ...newer, format: 'deb' }, configuration: renamed })).toMatchObject({ detail: 'installed', evidence: { remoteId: evidence?.remoteId } });
    await agent.gateway.frame('remote-agents', ({ found }) => found.some((seen) => seen.own && seen.version === '26.2.1.9600'));
    await eventually('the new label', async () => sessions().some(({ properties }) => properties[1] === 'Back office') || null, FAST);
    expect([sessions().length, clients().length]).toEqual([1, 1]);
  });

  it('brings a killed client back by itself, and a deleted one too, in the same session', async () => {
    const { evidence } = await instruct('install-remote-agent');
    await connected();
    process.kill(clients()[0]!, 'SIGKILL');
    await agent.gateway.frame('remote-agents', ({ found }) => found.some((seen) => seen.own && seen.running && seen.repairs?.starts === 1));
    rmSync(join(home(), 'client.cjs'));
    process.kill(clients()[0]!, 'SIGKILL');
    await agent.gateway.frame('remote-agents', ({ found }) => found.some((seen) => seen.own && seen.troubles?.some(({ code }) => code === 'RA-SEC-01')));
    await agent.gateway.frame('remote-agents', ({ found }) => found.some((seen) => seen.own && seen.running && seen.repairs?.reinstalls === 1));
    rmSync(home(), { recursive: true });
    for (const pid of clients()) process.kill(pid, 'SIGKILL');
    await agent.gateway.frame('remote-agents', ({ found }) => found.some((seen) => seen.own && seen.running && seen.repairs?.reinstalls === 2 && seen.remoteId === evidence?.remoteId));
    expect([sessions().length, clients().length]).toEqual([1, 1]);
    expect(agent.gateway.artifactRequests).toBe(1);
  });

  it('writes launch parameters back that somebody changed', async () => {
    await instruct('install-remote-agent');
    const file = join(home(), 'ClientLaunchParameters.txt');
    const ours = readFileSync(file, 'utf8');
    writeFileSync(`${file}.new`, ours.replace(/h=[^&]*/, 'h=relay.example.net'));
    renameSync(`${file}.new`, file);
    await agent.gateway.frame('remote-agents', ({ found }) => found.some((seen) => seen.own && seen.troubles?.some(({ code }) => code === 'RA-CFG-04')));
    await eventually('what was written', async () => readFileSync(file, 'utf8') === ours || null, FAST);
  });

  it('removes the client and proves what is gone', async () => {
    await instruct('install-remote-agent');
    await connected();
    const remove = () => agent.gateway.reportOf(agent.gateway.instruct(agent.deviceId, 'remove-remote-agent', { provider: 'screen-connect' }, { generation: '2' }));
    expect(await remove()).toMatchObject({ outcome: 'done', detail: 'removed', evidence: { installed: false, running: false, gone: ['process', 'unit', 'folder'] } });
    expect([existsSync(home()), existsSync(join(root(), 'etc/init.d', `connectwisecontrol-${double.identity.fingerprint}`))]).toEqual([false, false]);
    expect(await remove()).toMatchObject({ detail: 'already effective' });
    await eventually('its session is left', async () => sessions()[0]!.connections.length === 0 || null, FAST);
  });

  it.each([150, 600])('finishes an installation that was interrupted after %i ms, with one session', async (ms) => {
    const order = agent.gateway.instruct(agent.deviceId, 'install-remote-agent', installation());
    await agent.gateway.frame('ack', ({ instructionId }) => instructionId === order.id);
    await new Promise((done) => setTimeout(done, ms));
    await agent.end('SIGKILL');
    await agent.start();
    const report = await agent.gateway.reportOf(order);
    expect(report).toMatchObject({ outcome: 'done', evidence: { running: true, proofNumber: 1 } });
    await connected();
    expect([sessions().length, clients().length]).toEqual([1, 1]);
  });

  it('says what dpkg says of what is no package, and refuses what is no order for a client', async () => {
    const broken = agent.gateway.publish(Buffer.concat([Buffer.from('!<arch>\n'), Buffer.alloc(1000)]));
    expect(await instruct('install-remote-agent', { installer: { ...broken, format: 'deb' } })).toMatchObject({ outcome: 'failed', errorCode: 'RA-MSI-99', detail: expect.stringContaining('dpkg ended with') });
    expect(await instruct('install-remote-agent', { installer: { ...agent.installer, format: 'msi' } })).toMatchObject({ outcome: 'refused', errorCode: 'RA-ELG-04' });
    expect(await instruct('install-remote-agent', { configuration: { ...installation().configuration, fingerprint: '../../../../etc' } })).toMatchObject({ outcome: 'refused', errorCode: 'RA-PKG-05' });
    expect(clients()).toEqual([]);
  });

  it('refuses the package of another instance, and takes away what it made', async () => {
    const other = agent.gateway.publish(debPackage({ ...double.identity, fingerprint: 'fedcba9876543210' }, [['e', 'Access'], ['y', 'Guest']]));
    expect(await instruct('install-remote-agent', { installer: { ...other, format: 'deb' } })).toMatchObject({ outcome: 'failed', errorCode: 'RA-PKG-05' });
    expect(existsSync(join(root(), 'opt/connectwisecontrol-fedcba9876543210'))).toBe(false);
    expect(processesNaming(root())).toEqual([]);
  });

  it('goes over to another instance, and leaves nothing of the one before', async () => {
    const first = await instruct('install-remote-agent');
    const identity = { ...double.identity, fingerprint: 'fedcba9876543210' };
    const other = agent.gateway.publish(debPackage(identity, [['e', 'Access'], ['y', 'Guest']]));
    const configuration = { ...installation().configuration, fingerprint: identity.fingerprint };
    const second = await instruct('update-remote-agent', { installer: { ...other, format: 'deb' }, configuration });
    expect(second).toMatchObject({ outcome: 'done', detail: 'installed', evidence: { running: true } });
    expect(second.evidence?.remoteId).not.toBe(first.evidence?.remoteId);
    expect(existsSync(home())).toBe(false);
    expect(processesNaming(root())).toHaveLength(1);
  });

  describe('between two instances, whose orders name the product alone', () => {
    const OTHER = 'fedcba9876543210';
    const otherHome = () => join(root(), 'opt', `connectwisecontrol-${OTHER}`);
    const order = (kind: 'install-remote-agent' | 'remove-remote-agent', generation: string, params: object) =>
      agent.gateway.reportOf(agent.gateway.instruct(agent.deviceId, kind, params as InstallRemoteAgentParams, { generation }));
    const atOther = (fingerprint = OTHER) => {
      const installer = agent.gateway.publish(debPackage({ ...double.identity, fingerprint }, [['e', 'Access'], ['y', 'Guest']]));
      return installation({ installer: { ...installer, format: 'deb' }, configuration: { ...installation().configuration, fingerprint: OTHER } });
    };

    it('removes the client of the one before it installs that of the other, which no late removal touches', async () => {
      const first = await order('install-remote-agent', '1', installation());
      expect(await order('remove-remote-agent', '2', { provider: 'screen-connect' })).toMatchObject({ detail: 'removed', evidence: { installed: false, gone: ['process', 'unit', 'folder'] } });
      const second = await order('install-remote-agent', '3', atOther());
      expect(second).toMatchObject({ outcome: 'done', detail: 'installed', evidence: { running: true } });
      expect(second.evidence?.remoteId).not.toBe(first.evidence?.remoteId);
      expect(await order('remove-remote-agent', '2', { provider: 'screen-connect' })).toMatchObject({ outcome: 'refused', errorCode: 'RA-SYS-03' });
      expect([existsSync(home()), existsSync(otherHome()), processesNaming(root()).length]).toEqual([false, true, 1]);
    });

    it('removes both where the second never came to replace the first', async () => {
      await order('install-remote-agent', '1', installation());
      expect(await order('install-remote-agent', '2', atOther('0011223344556677'))).toMatchObject({ outcome: 'failed', errorCode: 'RA-PKG-05' });
      expect(existsSync(home())).toBe(true);
      expect(await order('remove-remote-agent', '3', { provider: 'screen-connect' })).toMatchObject({ outcome: 'done', detail: 'removed' });
      expect([existsSync(home()), existsSync(otherHome()), processesNaming(root()).length]).toEqual([false, false, 0]);
    });
  });
});
