import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { meshAgentBinaries } from '../test/fakes/mesh-agent-binaries.js';
import { AgentProcess } from '../test/support/agent-process.js';

jest.setTimeout(60_000);

describe.each(meshAgentBinaries())('an endpoint agent in private mode, with $name', ({ content, isReal }) => {
  let agent: AgentProcess;
  beforeEach(async () => {
    agent = await AgentProcess.enrolled(content);
    await agent.start();
  });
  afterEach(() => agent.dispose());

  it('installs what it is told, reports the remote id, and does not repeat what is effective', async () => {
    const { gateway, deviceId } = agent;
    const order = gateway.instruct(deviceId, 'install-remote-agent', agent.installation());
    const report = await gateway.reportOf(order);
    expect(report).toMatchObject({ outcome: 'done', detail: 'installed' });
    expect(report.evidence).toMatchObject({ installed: true, running: true, proofNumber: 1 });
    expect(report.evidence?.remoteId).toMatch(/^node\/ra\/[A-Za-z0-9@$]{64}$/);
    expect(stepsOf(order.id)).toEqual(['downloading', 'installing', 'registering']);
    expect(readFileSync(`${agent.binary}.tag`, 'utf8')).toBe('lk1.first');
    expect(statSync(agent.home).mode & 0o077).toBe(0);

    const again = await gateway.reportOf(gateway.instruct(deviceId, 'install-remote-agent', agent.installation()));
    expect(again).toMatchObject({ outcome: 'done', detail: 'already effective' });
    expect(again.evidence?.remoteId).toBe(report.evidence?.remoteId);
    expect(gateway.artifactRequests).toBe(1);
    const version = isReal ? '2022-11-02+650667126c2d' : '2022-11-02+0123456789ab';
    await gateway.frame('remote-agents', ({ found }) => found.some((seen) => seen.own && seen.version === version));
  });

  it('proves its identity anew with a restart, keeping its node id', async () => {
    const { gateway, deviceId } = agent;
    const first = await installed();
    const [before] = agent.remoteAgents();
    const params = { provider: 'mesh-central', proof: { number: 2, mark: 'lk1.second' } };
    const proof = await gateway.reportOf(gateway.instruct(deviceId, 'verify-identity', params));
    expect(proof).toMatchObject({
      outcome: 'done',
      evidence: { proofNumber: 2, remoteId: first.evidence?.remoteId },
    });
    expect(agent.remoteAgents()).toHaveLength(1);
    expect(agent.remoteAgents()).not.toEqual([before]);
    expect(readFileSync(`${agent.binary}.tag`, 'utf8')).toBe('lk1.second');
  });

  it('removes the remote agent and proves what is gone', async () => {
    await installed();
    const removal = await removed();
    expect(removal.outcome).toBe('done');
    expect(removal.evidence).toMatchObject({ installed: false, running: false, gone: ['process', 'folder'] });
    expect(existsSync(agent.home)).toBe(false);
  });

  it('brings a killed remote agent back by itself, and a deleted one too', async () => {
    const { gateway } = agent;
    await installed();
    const [killed] = agent.remoteAgents();
    process.kill(killed!, 'SIGKILL');
    // That it did not run may be over before anybody looked; that it was started again is told in any case.
    const { found } = await gateway.frame('remote-agents', (frame) =>
      frame.found.some((seen) => seen.own && seen.running && seen.remoteId && seen.repairs?.starts === 1),
    );
    expect(found[0]!.process).not.toMatch(new RegExp(`^${killed}\\.`));

    rmSync(agent.binary);
    await gateway.frame('remote-agents', (frame) =>
      frame.found.some((seen) => seen.own && seen.installed && seen.running && seen.repairs?.reinstalls === 1),
    );
    expect(agent.remoteAgents()).toHaveLength(1);
    expect(gateway.artifactRequests).toBe(1);
  });

  it('removes itself when told, but not before the remote agent is gone', async () => {
    const { gateway, deviceId } = agent;
    await installed();
    const tooEarly = await gateway.reportOf(gateway.instruct(deviceId, 'remove-endpoint-agent', {}));
    expect(tooEarly).toMatchObject({ outcome: 'refused', errorCode: 'RA-RMV-03' });
    await removed();
    const exited = agent.exited();
    const removal = await gateway.reportOf(gateway.instruct(deviceId, 'remove-endpoint-agent', {}));
    expect(removal).toMatchObject({ outcome: 'done' });
    expect(await exited).toEqual([0, null]);
    expect(existsSync(agent.state)).toBe(false);
  });

  it('uninstalls on command, remote agent and all', async () => {
    await installed();
    expect(await agent.command(['uninstall'])).toMatchObject({ exitCode: 7 });
    await agent.end('SIGKILL');
    expect(agent.remoteAgents()).toHaveLength(1);
    expect(await agent.command(['uninstall'])).toMatchObject({ exitCode: 0 });
    expect(agent.remoteAgents()).toEqual([]);
    expect(existsSync(agent.state)).toBe(false);
  });

  const installed = () =>
    agent.gateway.reportOf(agent.gateway.instruct(agent.deviceId, 'install-remote-agent', agent.installation()));

  const removed = () => {
    const params = { provider: 'mesh-central' };
    return agent.gateway.reportOf(
      agent.gateway.instruct(agent.deviceId, 'remove-remote-agent', params, { generation: '2' }),
    );
  };

  const stepsOf = (id: string) => {
    const frames = agent.gateway.frames.map(({ frame }) => frame);
    return [
      ...new Set(
        frames.flatMap((frame) => (frame.type === 'progress' && frame.instructionId === id ? [frame.step] : [])),
      ),
    ];
  };
});

it('has a MeshAgent to be tested with', () => {
  expect(meshAgentBinaries()).not.toEqual([]);
});
