import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { meshAgentBinaries } from '../test/fakes/mesh-agent-binaries.js';
import { AgentProcess } from '../test/support/agent-process.js';

jest.setTimeout(60_000);

const binaries = meshAgentBinaries();

describe.each(binaries)('an endpoint agent that is killed, with $name', ({ content, isReal }) => {
  let agent: AgentProcess;
  beforeEach(async () => {
    agent = await AgentProcess.enrolled(content);
    await agent.start();
  });
  afterEach(() => agent.dispose());

  it.each([60, 200, 400, 700])(
    'finishes an installation interrupted after %i ms, with one remote agent',
    async (ms) => {
      const { gateway, deviceId } = agent;
      gateway.behaviour.slowArtifactsMs = isReal ? 3 : 100;
      const order = gateway.instruct(deviceId, 'install-remote-agent', agent.installation());
      await gateway.frame('ack', ({ instructionId }) => instructionId === order.id);
      await delay(ms);
      await agent.end('SIGKILL');
      await agent.start();
      const report = await gateway.reportOf(order);
      expect(report).toMatchObject({ outcome: 'done', evidence: { running: true, proofNumber: 1 } });
      expect(agent.remoteAgents()).toHaveLength(1);

      // The same order once more: the same words, and nothing is done.
      const [before] = agent.remoteAgents();
      gateway.frames.length = 0;
      gateway.send(deviceId, order);
      expect(await gateway.reportOf(order)).toEqual(report);
      expect(agent.remoteAgents()).toEqual([before]);
    },
  );

  it('takes over the remote agent it left running, and never starts a second one', async () => {
    const { gateway, deviceId } = agent;
    await gateway.reportOf(gateway.instruct(deviceId, 'install-remote-agent', agent.installation()));
    const orphan = agent.remoteAgents();
    await agent.end('SIGKILL');
    expect(agent.remoteAgents()).toEqual(orphan);
    gateway.frames.length = 0;
    await agent.start();
    await gateway.frame('remote-agents', ({ found }) => found.some((seen) => seen.own && seen.running));
    expect(agent.remoteAgents()).toEqual(orphan);
  });
});

describe('an endpoint agent in trouble', () => {
  let agent: AgentProcess;
  beforeEach(async () => {
    agent = await AgentProcess.enrolled(binaries[0]!.content);
    await agent.start();
  });
  afterEach(() => agent.dispose());

  it('does not run an installer whose bytes are not the announced ones', async () => {
    const { gateway, deviceId, installer } = agent;
    const changed = Buffer.from(binaries[0]!.content);
    changed[changed.length >> 1]! ^= 1;
    gateway.corrupt(installer.sha256, changed);
    const report = await gateway.reportOf(gateway.instruct(deviceId, 'install-remote-agent', agent.installation()));
    expect(report).toMatchObject({ outcome: 'failed', errorCode: 'RA-PKG-01' });
    expect(existsSync(agent.binary)).toBe(false);
  });

  it('says that a download broke off', async () => {
    const { gateway, deviceId } = agent;
    gateway.behaviour.cutArtifactsAfter = 4096;
    const report = await gateway.reportOf(gateway.instruct(deviceId, 'install-remote-agent', agent.installation()));
    expect(report).toMatchObject({ outcome: 'failed', errorCode: 'RA-NET-08' });
  });

  it('repeats a result until the server says that it has it, over connections and restarts', async () => {
    const { gateway, deviceId } = agent;
    gateway.behaviour.receipts = false;
    const order = gateway.instruct(deviceId, 'collect-diagnostics', {});
    const report = await gateway.reportOf(order);
    gateway.frames.length = 0;
    gateway.dropConnections();
    expect(await gateway.reportOf(order)).toEqual(report);
    await agent.end('SIGTERM');
    gateway.frames.length = 0;
    gateway.behaviour.receipts = true;
    await agent.start();
    expect(await gateway.reportOf(order)).toEqual(report);
    gateway.frames.length = 0;
    gateway.dropConnections();
    await gateway.frame('inventory');
    expect(gateway.frames.map(({ frame }) => frame.type)).not.toContain('report');
  });

  it('is ended by no frame, and does nothing that nobody signed', async () => {
    const { gateway, deviceId } = agent;
    await gateway.frame('inventory');
    gateway.frames.length = 0;
    const genuine = gateway.sign(deviceId, 'collect-diagnostics', {});
    const junk = [
      ...[
        '',
        '{',
        'null',
        '[]',
        '{"type":"welcome"}',
        '{"type":"receipt","instructionId":"x"}',
        '{"type":"instruction"}',
      ],
      JSON.stringify({ ...genuine, kind: 'remove-endpoint-agent' }),
      `{"type":"instruction","params":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
    ];
    for (const frame of junk) gateway.send(deviceId, frame);
    expect(await gateway.reportOf(gateway.instruct(deviceId, 'collect-diagnostics', {}))).toMatchObject({
      outcome: 'done',
    });

    // One that is too large costs the connection, and no more.
    gateway.send(deviceId, JSON.stringify({ type: 'receipt', instructionId: 'x'.repeat(100_000) }));
    await gateway.frame('inventory');
    await agent.connected();
    expect(await gateway.reportOf(gateway.instruct(deviceId, 'collect-diagnostics', {}))).toMatchObject({
      outcome: 'done',
    });
    expect(agent.exitCode).toBeNull();
    expect(gateway.frames.filter(({ frame }) => frame.type === 'report')).toHaveLength(2);
  });

  it('tells a second agent on the same state that one is enough', async () => {
    expect(await agent.command(['run', '--private'])).toMatchObject({ exitCode: 7 });
    const { exitCode, output } = await agent.command(['status', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      enrolled: true,
      running: true,
      privateMode: true,
      deviceId: agent.deviceId,
    });
  });

  it('is the same device however often it enrols, and none where the server refuses', async () => {
    const { gateway, deviceId } = agent;
    const { publicKey, hardwareId } = gateway.devices.get(deviceId)!.request;
    const enrol = async (server: string) =>
      (await agent.command(['enrol', '--server', server], gateway.token())).exitCode;
    expect(await enrol(gateway.url)).toBe(0);
    const known = [...gateway.devices.values()].map(({ request }) => [request.publicKey, request.hardwareId]);
    expect(known).toEqual([[publicKey, hardwareId]]);
    gateway.behaviour.refuseEnrolment = { status: 401, code: 'API-ENROL-01' };
    expect(await enrol(gateway.url)).toBe(4);
    expect(await enrol('http://127.0.0.1:9')).toBe(5);
    expect(await enrol('http://latchkey.example')).toBe(6);
  });
});
