import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { danaAt, riversideDental, type RiversideDental } from '../personas/riverside-dental.js';
import type { ApiClient } from '../support/api-client.js';
import { chapters } from '../support/chapters.js';
import { EndpointAgentProcess } from '../support/endpoint-agent-process.js';
import { devicesOfEngine } from '../support/engine-records.js';
import { eventually } from '../support/eventually.js';
import { killHard } from '../support/processes.js';
import { RunningInstallation } from '../support/running-installation.js';

jest.setTimeout(180_000);

/** A real MeshAgent at a real MeshCentral is harmed in every way that a user, an antivirus product or a cleaner harms it. */
describe('a remote agent that is harmed', () => {
  let installation: RunningInstallation;
  let dana: ApiClient;
  let riverside: RiversideDental;
  const frontDesk = new EndpointAgentProcess('front-desk');
  const chapter = chapters();
  const tookMs: Record<string, number> = {};
  const folder = (...names: string[]) => join(frontDesk.stateDir, 'remote-agents', 'mesh-central', 'agent', ...names);

  beforeAll(async () => {
    installation = await RunningInstallation.start();
    dana = await danaAt(installation);
    riverside = await riversideDental(dana);
    expect(await frontDesk.enrol(installation.url, riverside.token)).toMatchObject({ exitCode: 0 });
    frontDesk.run();
    await dana.create('/assignments', { packageId: riverside.packageId, siteIds: [riverside.siteId] });
    await ready();
  });
  afterAll(async () => {
    await frontDesk.stop();
    await installation?.stop();
    process.stdout.write(`from the harm to Ready, in ms: ${JSON.stringify(tookMs)}\n`);
  });

  interface Seen { phase: string; errorCode: string | null }
  async function deployment(): Promise<Seen> {
    return (await dana.read(`/devices/${frontDesk.deviceId}`)).deployment;
  }
  async function ready(): Promise<void> {
    let seen: Seen | undefined;
    await eventually('the device is Ready', async () => (seen = await deployment()).phase === 'READY', { withinMs: 60_000, lastSeen: () => ({ seen, said: frontDesk.lastWords }) });
  }
  const proof = async () => (await installation.rows<{ process: string; verified_process: string; verified_proof: number }>('SELECT process, verified_process, verified_proof FROM deployment_evidence'))[0]!;

  /** Harms it, waits for another process with another proof, and for Ready; there is still one record at the provider. */
  async function heals(what: string, harm: () => void): Promise<void> {
    const before = await proof();
    const began = Date.now();
    harm();
    await eventually('another process is proven', async () => {
      const now = await proof();
      return now.process !== before.process && now.process === now.verified_process && now.verified_proof > before.verified_proof;
    }, { withinMs: 60_000, lastSeen: () => frontDesk.lastWords });
    await ready();
    tookMs[what] = Date.now() - began;
    expect(devicesOfEngine(installation.dataDir)).toHaveLength(1);
    expect(frontDesk.remoteAgents.length).toBeGreaterThan(0);
  }

  chapter('is started again when it is killed, and proves itself anew', () => heals('killed', () => frontDesk.remoteAgents.forEach(killHard)));

  chapter('is put back when its program is deleted', () =>
    heals('deleted', () => {
      rmSync(folder('meshagent'));
      frontDesk.remoteAgents.forEach(killHard);
    }),
  );

  chapter('is put back with its identity when all but its database is gone', () =>
    heals('emptied', () => {
      for (const name of ['meshagent', 'meshagent.msh', 'meshagent.tag']) if (existsSync(folder(name))) rmSync(folder(name));
      frontDesk.remoteAgents.forEach(killHard);
    }),
  );

  chapter('finds its way back when somebody pointed it elsewhere', () =>
    heals('pointed elsewhere', () => {
      writeFileSync(folder('meshagent.msh'), 'MeshServer=wss://127.0.0.1:1/elsewhere\r\n');
      frontDesk.remoteAgents.forEach(killHard);
    }),
  );

  chapter('tells the whole story in the timeline, with who did what', async () => {
    const { items } = await dana.read(`/devices/${frontDesk.deviceId}/timeline`);
    const phases = items.map(({ phase }: { phase: string }) => phase);
    expect(phases.filter((phase: string) => phase === 'READY').length).toBeGreaterThanOrEqual(5);
    expect(items.every(({ cause, actor }: { cause: string; actor: string }) => cause !== '' && actor !== '')).toBe(true);
  });
});
