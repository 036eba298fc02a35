import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Installer, ReportFrame } from '../contracts/agent-protocol.js';
import { twoRealMeshAgents } from '../test/fakes/mesh-agent-binaries.js';
import { AgentProcess } from '../test/support/agent-process.js';

jest.setTimeout(120_000);

/** A real one is patient with its own start. */
const PATIENCE_MS = 40_000;

const builds = twoRealMeshAgents();
if (!builds) process.stdout.write('skipped: updating between two builds of the vendor needs the engine, on x64\n');

/** The engine ships one version, but two programs of it for this processor: to Latchkey, which tells versions apart by their bytes, that is an update. */
(builds ? describe : describe.skip)('the update of a real MeshAgent', () => {
  const { before, after } = builds ?? { before: Buffer.alloc(0), after: Buffer.alloc(0) };
  let agent: AgentProcess;
  let offered: Installer;

  beforeEach(async () => {
    agent = await AgentProcess.enrolled(before);
    await agent.start();
    offered = agent.gateway.publish(after);
  });
  afterEach(() => agent.dispose());

  const installed = (): Promise<ReportFrame> => agent.gateway.reportOf(agent.gateway.instruct(agent.deviceId, 'install-remote-agent', agent.installation()), PATIENCE_MS);
  const updated = (installer = offered): Promise<ReportFrame> =>
    agent.gateway.reportOf(agent.gateway.instruct(agent.deviceId, 'update-remote-agent', { ...agent.installation(), installer, proof: { number: 2, mark: 'lk1.second' } }), PATIENCE_MS);
  const sha256OfProgram = (): string => createHash('sha256').update(readFileSync(agent.binary)).digest('hex');

  it('leaves one process of the new program, with the identity of the old one and a new proof', async () => {
    const first = await installed();
    const processes = agent.remoteAgents();
    expect(first.evidence).toMatchObject({ installerSha256: agent.installer.sha256, remoteId: expect.stringMatching(/^node\//) });
    const report = await updated();
    expect(report).toMatchObject({ outcome: 'done', evidence: { installed: true, running: true, remoteId: first.evidence!.remoteId, installerSha256: offered.sha256, proofNumber: 2 } });
    expect(sha256OfProgram()).toBe(offered.sha256);
    expect(agent.remoteAgents()).toHaveLength(1);
    expect(agent.remoteAgents()).not.toEqual(processes);
  });

  it('that comes as other bytes than were announced leaves the old program at work', async () => {
    const first = await installed();
    const processes = agent.remoteAgents();
    const altered = Buffer.from(after);
    altered[altered.length >> 1]! ^= 1;
    agent.gateway.corrupt(offered.sha256, altered);
    expect(await updated()).toMatchObject({ outcome: 'failed', errorCode: 'RA-PKG-01' });
    expect(sha256OfProgram()).toBe(first.evidence!.installerSha256);
    expect(agent.remoteAgents()).toEqual(processes);
  });

  it('is not what somebody does who exchanges the program: what was installed is put back before it runs again', async () => {
    const { evidence } = await installed();
    writeFileSync(`${agent.binary}.other`, after, { mode: 0o700 });
    renameSync(`${agent.binary}.other`, agent.binary);
    for (const pid of agent.remoteAgents()) process.kill(pid, 'SIGKILL');
    await agent.gateway.frame('remote-agents', ({ found }) => found.some(({ own, running, repairs }) => own && running && repairs?.reinstalls === 1), PATIENCE_MS);
    expect(sha256OfProgram()).toBe(evidence!.installerSha256);
    expect(agent.remoteAgents()).toHaveLength(1);
  });

  it('survives the death of the endpoint agent: the new program is what is put back', async () => {
    await installed();
    await updated();
    await agent.end('SIGKILL');
    await agent.start();
    await agent.gateway.frame('remote-agents', ({ found }) => found.some(({ own, running, installerSha256 }) => own && running && installerSha256 === offered.sha256), PATIENCE_MS);
    expect(sha256OfProgram()).toBe(offered.sha256);
    expect(agent.remoteAgents()).toHaveLength(1);
  });
});
