import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { meshAgentBinaries } from '../fakes/mesh-agent-binaries.js';
import type { Certificate } from '../fakes/gateway-double.js';
import { AgentProcess } from '../support/agent-process.js';
import { certificate, installed, ONLY_OLDER_TLS, RelayDouble, seen, trouble } from './scene.js';

jest.setTimeout(60_000);

const STAND_IN = meshAgentBinaries().find(({ isReal }) => !isReal);

/** Every trouble is really made; the device names it within ten seconds, and tells when it is over. */
describe('what troubles an installed remote agent', () => {
  let agent: AgentProcess;
  let relay: RelayDouble;
  let shown: Certificate;
  beforeAll(async () => {
    shown = await certificate('Relay');
  });
  beforeEach(async () => {
    relay = await RelayDouble.listen(shown);
    agent = await AgentProcess.enrolled(STAND_IN!.content);
    await agent.start();
  });
  afterEach(async () => {
    await agent.dispose();
    await relay.close();
  });

  /** Installed, connected and without any trouble. */
  async function wellInstalled({ selfHeal = true, meshServer = relay.meshServer } = {}, generation = '1'): Promise<void> {
    const { configuration, settings } = agent.installation();
    expect(await installed(agent, { configuration: { ...configuration, meshServer }, settings: { ...settings, selfHeal } }, generation)).toMatchObject({ outcome: 'done' });
  }
  const kill = () => agent.remoteAgents().forEach((pid) => process.kill(pid, 'SIGKILL'));

  it('RA-AGT-02: it was stopped, and the policy leaves it so', async () => {
    await wellInstalled({ selfHeal: false });
    await trouble(agent, null);
    kill();
    expect(await trouble(agent, 'RA-AGT-02')).toMatchObject({ installed: true, running: false });
    await wellInstalled({}, '2');
    await trouble(agent, null);
  });

  it('is started again by itself, as another process, and it is counted', async () => {
    await wellInstalled();
    const { process: before } = await trouble(agent, null);
    kill();
    await agent.gateway.frame('remote-agents', ({ found }) => found.some((each) => each.own && each.running && each.process !== before), 10_000);
    expect(await trouble(agent, null)).toMatchObject({ running: true, repairs: { starts: 1, reinstalls: 0 } });
  });

  it('RA-SEC-01: its program is gone, as after a quarantine', async () => {
    await wellInstalled({ selfHeal: false });
    await trouble(agent, null);
    rmSync(agent.binary);
    kill();
    expect((await trouble(agent, 'RA-SEC-01')).troubles![0]!.detail).toContain('its settings are still there');
    await wellInstalled({}, '2');
    await trouble(agent, null);
  });

  it('is put back three times in a day and no more: then the trouble stands', async () => {
    await wellInstalled();
    for (let time = 1; time <= 3; time++) {
      await trouble(agent, null);
      rmSync(agent.binary);
      kill();
      await agent.gateway.frame('remote-agents', ({ found }) => found.some((each) => each.own && each.repairs?.reinstalls === time && each.running), 15_000);
    }
    rmSync(agent.binary);
    kill();
    expect(await trouble(agent, 'RA-SEC-01')).toMatchObject({ installed: false, repairs: { reinstalls: 3 } });
  });

  it('RA-AGT-05: all of it is gone, as after an uninstallation', async () => {
    await wellInstalled({ selfHeal: false });
    await trouble(agent, null);
    kill();
    rmSync(agent.home, { recursive: true });
    await trouble(agent, 'RA-AGT-05');
    await wellInstalled({}, '2');
    await trouble(agent, null);
  });

  it('RA-NET-03: its relay cannot be reached', async () => {
    await wellInstalled();
    await trouble(agent, null);
    const { port } = relay;
    await relay.close();
    expect((await trouble(agent, 'RA-NET-03')).troubles![0]!.detail).toContain(`127.0.0.1:${port}`);
    relay = await RelayDouble.listen(shown, port);
    await trouble(agent, null);
  });

  it('RA-NET-01: the name of its relay is not known here', async () => {
    await wellInstalled({ meshServer: 'wss://relay.invalid:443/00112233445566778899aabbccddeeff/ra/agent.ashx' });
    await trouble(agent, 'RA-NET-01');
    await wellInstalled({}, '2');
    await trouble(agent, null);
  });

  it('RA-NET-05: its relay shows another certificate than before', async () => {
    await wellInstalled();
    await trouble(agent, null);
    // The certificate is looked at once the remote agent has its connection.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const { port } = relay;
    await relay.close();
    writeFileSync(join(agent.home, 'meshagent.mute'), '');
    relay = await RelayDouble.listen(await certificate('Inspecting Firewall'), port);
    expect((await trouble(agent, 'RA-NET-05')).troubles![0]!.detail).toContain('Inspecting Firewall');
    relay.showCertificate(shown);
    rmSync(join(agent.home, 'meshagent.mute'));
    await trouble(agent, null);
  });

  it('RA-NET-06: its relay speaks no version of TLS that this device does', async () => {
    await wellInstalled();
    await trouble(agent, null);
    const { port } = relay;
    await relay.close();
    writeFileSync(join(agent.home, 'meshagent.mute'), '');
    relay = await RelayDouble.listen({ ...shown, ...ONLY_OLDER_TLS }, port);
    expect((await trouble(agent, 'RA-NET-06')).troubles![0]!.detail).toContain('no TLS version in common');
    relay.showCertificate(shown);
    rmSync(join(agent.home, 'meshagent.mute'));
    await trouble(agent, null);
  });

  it('RA-AGT-04: it runs and its relay answers, but it has no connection', async () => {
    await wellInstalled();
    await trouble(agent, null);
    const { port } = relay;
    writeFileSync(join(agent.home, 'meshagent.mute'), '');
    await relay.close();
    relay = await RelayDouble.listen(shown, port);
    await trouble(agent, 'RA-AGT-04');
    rmSync(join(agent.home, 'meshagent.mute'));
    await trouble(agent, null);
  });

  it('RA-CFG-04: somebody changed its settings; they are written anew', async () => {
    await wellInstalled({ selfHeal: false });
    await trouble(agent, null);
    writeFileSync(join(agent.home, 'meshagent.msh'), 'MeshServer=wss://127.0.0.1:1/elsewhere\r\n');
    await trouble(agent, 'RA-CFG-04');
    await wellInstalled({}, '2');
    await trouble(agent, null);
    writeFileSync(join(agent.home, 'meshagent.msh'), 'MeshServer=wss://127.0.0.1:1/elsewhere\r\n');
    await agent.gateway.frame('remote-agents', ({ found }) => found.some((each) => each.troubles?.[0]?.code === 'RA-CFG-04'), 10_000);
    await trouble(agent, null);
  });

  it('RA-NET-07: the clock of the device is wrong', async () => {
    await wellInstalled();
    await trouble(agent, null);
    agent.gateway.behaviour.aheadMs = -7_200_000;
    agent.gateway.dropConnections();
    await agent.connected();
    expect((await trouble(agent, 'RA-NET-07')).troubles![0]!.detail).toBe('the clock of this device is 120 minutes ahead');
    agent.gateway.behaviour.aheadMs = 0;
    agent.gateway.dropConnections();
    await agent.connected();
    await trouble(agent, null);
    expect(seen(agent)).toMatchObject({ running: true });
  });
});
