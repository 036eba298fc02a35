import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InstallRemoteAgentParams, Installer } from '../contracts/agent-protocol.js';
import { GatewayDouble } from '../test/fakes/gateway-double.js';
import { meshAgentBinaries } from '../test/fakes/mesh-agent-binaries.js';
import { meshAgentsOf } from './remote-agents/mesh-central/mesh-processes.js';

jest.setTimeout(60_000);

const PROGRAM = join(mkdtempSync(join(tmpdir(), 'latchkey-agent-')), 'agent.cjs');
const SETTINGS = { selfHeal: true, autoUpdate: true, trayIcon: false };
const CONFIGURATION = {
  meshName: 'Harbour Clinic', meshId: `0x${'AB'.repeat(48)}`, serverId: 'CD'.repeat(48),
  meshServer: 'wss://127.0.0.1:9/00112233445566778899aabbccddeeff/ra/agent.ashx', domain: 'ra',
};

beforeAll(() => {
  // As a program of its own: esbuild does not work inside the test environment's globals.
  const esbuild = join(__dirname, '..', 'node_modules', 'esbuild', 'bin', 'esbuild');
  const options = ['--bundle', '--platform=node', '--target=node20', '--external:bufferutil', '--external:utf-8-validate'];
  const { status, stderr } = spawnSync(esbuild, [join(__dirname, 'main.ts'), ...options, `--outfile=${PROGRAM}`], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
});

describe.each(meshAgentBinaries())('an endpoint agent in private mode, with $name', ({ content, isReal }) => {
  let gateway: GatewayDouble;
  let installer: Installer;
  let state: string;
  let deviceId: string;
  let agent: ChildProcess | undefined;

  beforeEach(async () => {
    gateway = await GatewayDouble.listen();
    installer = gateway.publish(content);
    state = join(mkdtempSync(join(tmpdir(), 'latchkey-state-')), 'state');
    expect(await latchkeyAgent(['enrol', '--server', gateway.url], gateway.token())).toMatchObject({ exitCode: 0 });
    deviceId = [...gateway.devices.keys()][0]!;
  });

  afterEach(async () => {
    await end('SIGTERM');
    expect(running()).toEqual([]);
    expect(gateway.violations).toEqual([]);
    await gateway.close();
    rmSync(state, { recursive: true, force: true });
  });

  it('installs what it is told, reports the remote id, and does not repeat what is effective', async () => {
    await start();
    await gateway.frame('inventory');
    const report = await gateway.reportOf(gateway.instruct(deviceId, 'install-remote-agent', install()));
    expect(report).toMatchObject({ outcome: 'done', detail: 'installed', evidence: { installed: true, running: true, proofNumber: 1 } });
    expect(report.evidence?.remoteId).toMatch(/^node\/ra\/[A-Za-z0-9@$]{64}$/);
    expect(stepsOf(report.instructionId)).toEqual(['downloading', 'installing', 'registering']);
    expect(readFileSync(join(home(), 'meshagent.tag'), 'utf8')).toBe('lk1.first');
    expect(statSync(home()).mode & 0o077).toBe(0);

    const again = await gateway.reportOf(gateway.instruct(deviceId, 'install-remote-agent', install()));
    expect(again).toMatchObject({ outcome: 'done', detail: 'already effective', evidence: { remoteId: report.evidence?.remoteId } });
    expect(gateway.artifactRequests).toBe(1);
    const version = isReal ? '2022-11-02+650667126c2d' : '2022-11-02+0123456789ab';
    await gateway.frame('remote-agents', ({ found }) => found.some((seen) => seen.own && seen.version === version));
  });

  it('proves its identity anew with a restart, keeping its node id', async () => {
    await start();
    const first = await gateway.reportOf(gateway.instruct(deviceId, 'install-remote-agent', install()));
    const [before] = running();
    const params = { provider: 'mesh-central', proof: { number: 2, mark: 'lk1.second' } };
    const proof = await gateway.reportOf(gateway.instruct(deviceId, 'verify-identity', params));
    expect(proof).toMatchObject({ outcome: 'done', evidence: { proofNumber: 2, remoteId: first.evidence?.remoteId } });
    expect(running()).toHaveLength(1);
    expect(running()).not.toEqual([before]);
    expect(readFileSync(join(home(), 'meshagent.tag'), 'utf8')).toBe('lk1.second');
  });

  it('removes the remote agent and proves what is gone', async () => {
    await start();
    await gateway.reportOf(gateway.instruct(deviceId, 'install-remote-agent', install()));
    const removal = await gateway.reportOf(gateway.instruct(deviceId, 'remove-remote-agent', { provider: 'mesh-central' }, { generation: '2' }));
    expect(removal).toMatchObject({ outcome: 'done', evidence: { installed: false, running: false, gone: ['process', 'folder'] } });
    expect(existsSync(home())).toBe(false);
  });

  it('brings a killed remote agent back by itself, and a deleted one too', async () => {
    await start();
    await gateway.reportOf(gateway.instruct(deviceId, 'install-remote-agent', install()));
    const [first] = running();
    gateway.frames.length = 0;
    process.kill(first!, 'SIGKILL');
    await gateway.frame('remote-agents', ({ found }) => found.some((seen) => seen.own && !seen.running));
    await gateway.frame('remote-agents', ({ found }) => found.some((seen) => seen.own && seen.running && seen.remoteId !== undefined));

    gateway.frames.length = 0;
    rmSync(binary());
    await gateway.frame('remote-agents', ({ found }) => found.some((seen) => seen.own && !seen.installed));
    await gateway.frame('remote-agents', ({ found }) => found.some((seen) => seen.own && seen.installed && seen.running));
    expect(running()).toHaveLength(1);
    expect(gateway.artifactRequests).toBe(1);
  });

  it('does not run an installer whose bytes are not the announced ones', async () => {
    await start();
    const changed = Buffer.from(content);
    changed[content.length >> 1]! ^= 1;
    gateway.corrupt(installer.sha256, changed);
    const report = await gateway.reportOf(gateway.instruct(deviceId, 'install-remote-agent', install()));
    expect(report).toMatchObject({ outcome: 'failed', errorCode: 'RA-PKG-01' });
    expect(existsSync(binary())).toBe(false);
  });

  it('says that a download broke off', async () => {
    await start();
    gateway.behaviour.cutArtifactsAfter = 4096;
    const report = await gateway.reportOf(gateway.instruct(deviceId, 'install-remote-agent', install()));
    expect(report).toMatchObject({ outcome: 'failed', errorCode: 'RA-NET-08' });
  });

  it.each([60, 200, 400, 700])('finishes an installation that a kill -9 interrupted after %i ms, with one agent at the end', async (afterMs) => {
    gateway.behaviour.slowArtifactsMs = isReal ? 3 : 100;
    await start();
    await gateway.frame('inventory');
    const instruction = gateway.instruct(deviceId, 'install-remote-agent', install());
    await gateway.frame('ack', ({ instructionId }) => instructionId === instruction.id);
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    await end('SIGKILL');
    await start();
    expect(await gateway.reportOf(instruction)).toMatchObject({ outcome: 'done', evidence: { running: true, proofNumber: 1 } });
    expect(running()).toHaveLength(1);
    const reports = gateway.frames.filter(({ frame }) => frame.type === 'report' && frame.instructionId === instruction.id);
    gateway.send(deviceId, instruction);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(new Set(reports.map(({ frame }) => JSON.stringify(frame))).size).toBe(1);
    expect(running()).toHaveLength(1);
  });

  it('takes over the remote agent of an agent that was killed, and never starts a second one', async () => {
    await start();
    await gateway.reportOf(gateway.instruct(deviceId, 'install-remote-agent', install()));
    const [orphan] = running();
    await end('SIGKILL');
    expect(running()).toEqual([orphan]);
    gateway.frames.length = 0;
    await start();
    await gateway.frame('remote-agents', ({ found }) => found.some((seen) => seen.own && seen.running));
    expect(running()).toEqual([orphan]);
  });

  it('repeats a result until the server says that it has it, over connections and restarts', async () => {
    gateway.behaviour.receipts = false;
    await start();
    const sent = gateway.instruct(deviceId, 'collect-diagnostics', {});
    await gateway.reportOf(sent);
    gateway.frames.length = 0;
    gateway.dropConnections();
    await gateway.reportOf(sent);
    await end('SIGTERM');
    gateway.frames.length = 0;
    gateway.behaviour.receipts = true;
    await start();
    await gateway.reportOf(sent);
    gateway.frames.length = 0;
    gateway.dropConnections();
    await gateway.frame('inventory');
    expect(gateway.frames.map(({ frame }) => frame.type)).not.toContain('report');
  });

  it('is ended by no frame, and does nothing that nobody signed', async () => {
    await start();
    const genuine = gateway.sign(deviceId, 'collect-diagnostics', {});
    const junk = [
      '', '{', 'null', '[]', '{"type":"welcome"}', '{"type":"receipt","instructionId":"x"}', '{"type":"instruction"}',
      JSON.stringify({ ...genuine, kind: 'remove-endpoint-agent' }), `{"type":"instruction","params":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
      JSON.stringify({ type: 'receipt', instructionId: 'x'.repeat(100_000) }),
    ];
    for (const frame of junk) gateway.send(deviceId, frame);
    for (let count = 0; gateway.connections < 2 && count < 500; count += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    await gateway.frame('inventory');
    while (gateway.devices.get(deviceId)!.socket?.readyState !== 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await gateway.reportOf(gateway.instruct(deviceId, 'collect-diagnostics', {}))).toMatchObject({ outcome: 'done' });
    expect(agent?.exitCode).toBeNull();
    expect(gateway.frames.filter(({ frame }) => frame.type === 'report')).toHaveLength(1);
  });

  it('tells a second agent on the same state that one is enough', async () => {
    await start();
    expect(await latchkeyAgent(['run', '--private'])).toMatchObject({ exitCode: 7 });
    const { exitCode, output } = await latchkeyAgent(['status', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ enrolled: true, deviceId, running: true, privateMode: true, connectedSince: expect.any(String) });
  });

  it('is the same device however often it enrols, and none where the server refuses', async () => {
    const { publicKey, hardwareId } = gateway.devices.get(deviceId)!.request;
    expect(await latchkeyAgent(['enrol', '--server', gateway.url], gateway.token())).toMatchObject({ exitCode: 0 });
    expect([...gateway.devices.values()].map(({ request }) => [request.publicKey, request.hardwareId])).toEqual([[publicKey, hardwareId]]);
    gateway.behaviour.refuseEnrolment = { status: 401, code: 'API-ENROL-01' };
    expect(await latchkeyAgent(['enrol', '--server', gateway.url], gateway.token())).toMatchObject({ exitCode: 4 });
    expect(await latchkeyAgent(['enrol', '--server', 'http://latchkey.example'], gateway.token())).toMatchObject({ exitCode: 6 });
    expect(await latchkeyAgent(['enrol', '--server', 'http://127.0.0.1:9'], gateway.token())).toMatchObject({ exitCode: 5 });
  });

  it('uninstalls on command, remote agent and all', async () => {
    await start();
    await gateway.reportOf(gateway.instruct(deviceId, 'install-remote-agent', install()));
    expect(await latchkeyAgent(['uninstall'])).toMatchObject({ exitCode: 7 });
    await end('SIGKILL');
    expect(running()).toHaveLength(1);
    expect(await latchkeyAgent(['uninstall'])).toMatchObject({ exitCode: 0 });
    expect(running()).toEqual([]);
    expect(existsSync(state)).toBe(false);
  });

  it('removes itself when told, but not before the remote agent is gone', async () => {
    await start();
    await gateway.reportOf(gateway.instruct(deviceId, 'install-remote-agent', install()));
    const tooEarly = await gateway.reportOf(gateway.instruct(deviceId, 'remove-endpoint-agent', {}));
    expect(tooEarly).toMatchObject({ outcome: 'refused', errorCode: 'RA-RMV-03' });
    await gateway.reportOf(gateway.instruct(deviceId, 'remove-remote-agent', { provider: 'mesh-central' }));
    const exited = once(agent!, 'exit');
    expect(await gateway.reportOf(gateway.instruct(deviceId, 'remove-endpoint-agent', {}))).toMatchObject({ outcome: 'done' });
    expect(await exited).toEqual([0, null]);
    expect(existsSync(state)).toBe(false);
  });

  /** Resolves when the agent is connected. */
  async function start(): Promise<void> {
    delete gateway.devices.get(deviceId)!.socket;
    agent = spawn(process.execPath, [PROGRAM, 'run', '--private', '--state-dir', state], { stdio: ['ignore', 'ignore', 'pipe'] });
    let log = '';
    agent.stderr!.on('data', (text: Buffer) => (log += text.toString()));
    for (let waited = 0; gateway.devices.get(deviceId)!.socket === undefined; waited += 10) {
      if (waited > 15_000) throw new Error(`the agent did not connect: ${log}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (!agent || agent.exitCode !== null || agent.signalCode !== null) return;
    const exited = once(agent, 'exit');
    agent.kill(signal);
    await exited;
  }

  function latchkeyAgent(args: string[], input = '') {
    return new Promise<{ exitCode: number | null; output: string }>((resolve) => {
      const child = spawn(process.execPath, [PROGRAM, ...args, '--state-dir', state, ...(args[0] === 'enrol' ? ['--no-service'] : [])]);
      let output = '';
      child.stdout.on('data', (text: Buffer) => (output += text.toString()));
      child.stderr.on('data', (text: Buffer) => (output += text.toString()));
      child.on('close', (exitCode) => resolve({ exitCode, output }));
      child.stdin.end(input);
    });
  }

  const install = (): InstallRemoteAgentParams => ({
    provider: 'mesh-central', installer, configuration: CONFIGURATION, settings: SETTINGS, settingsHash: 'ab'.repeat(32),
    proof: { number: 1, mark: 'lk1.first' },
  });
  const home = () => join(state, 'remote-agents', 'mesh-central', 'agent');
  const running = () => meshAgentsOf(binary()).map(({ pid }) => pid);
  const binary = () => join(home(), 'meshagent');
  const stepsOf = (id: string) => [
    ...new Set(gateway.frames.flatMap(({ frame }) => (frame.type === 'progress' && frame.instructionId === id ? [frame.step] : []))),
  ];
});

it('has a MeshAgent to be tested with', () => {
  expect(meshAgentBinaries()).not.toEqual([]);
});
