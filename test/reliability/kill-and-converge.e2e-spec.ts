import { setTimeout as sleep } from 'node:timers/promises';
import { danaAt, riversideDental, type RiversideDental } from '../personas/riverside-dental.js';
import type { ApiClient } from '../support/api-client.js';
import { EndpointAgentProcess } from '../support/endpoint-agent-process.js';
import { devicesOfEngine } from '../support/engine-records.js';
import { eventually } from '../support/eventually.js';
import { RunningInstallation, SERVER_PARTS } from '../support/running-installation.js';
import { SeededChance } from './model/seeded-chance.js';

/** What is killed; the launcher restarts its parts, and this test restarts the endpoint agent as a service manager would. */
const VICTIMS = [...SERVER_PARTS, 'the endpoint agent'] as const;
type Victim = (typeof VICTIMS)[number];

const ROUNDS = Number(process.env['LATCHKEY_KILL_ROUNDS'] ?? 5);
const SEED = Number(process.env['LATCHKEY_KILL_SEED'] ?? Date.now() % 1_000_000);
/** An installation takes two to three seconds: kills fall before, into and shortly after it. */
const LATEST_KILL_MS = 3_500;
const CONVERGES_WITHIN_MS = 120_000;

jest.setTimeout(2 * CONVERGES_WITHIN_MS + 60_000);

interface Kill {
  readonly victim: Victim;
  readonly afterMs: number;
}

/** Every part is killed once in a deployment and once in a removal before any is killed again. */
function drawRounds(count: number, seed: number): { round: number; deploying: Kill; removing: Kill }[] {
  const chance = new SeededChance(seed);
  const shuffled = () => [...VICTIMS].map((victim) => ({ victim, rank: chance.next() })).sort((one, other) => one.rank - other.rank).map(({ victim }) => victim);
  const supply = () => Array.from({ length: Math.ceil(count / VICTIMS.length) }, shuffled).flat();
  const [deploying, removing] = [supply(), supply()];
  const kill = (victim: Victim): Kill => ({ victim, afterMs: Math.round(chance.between(0, LATEST_KILL_MS)) });
  return Array.from({ length: count }, (_, index) => ({ round: index + 1, deploying: kill(deploying[index]!), removing: kill(removing[index]!) }));
}

describe(`parts killed at random moments (LATCHKEY_KILL_SEED=${SEED})`, () => {
  let installation: RunningInstallation;
  let dana: ApiClient;
  let riverside: RiversideDental;
  const frontDesk = new EndpointAgentProcess('front-desk');

  beforeAll(async () => {
    installation = await RunningInstallation.start();
    dana = await danaAt(installation);
    riverside = await riversideDental(dana);
    expect(await frontDesk.enrol(installation.url, riverside.token)).toMatchObject({ exitCode: 0 });
    frontDesk.run();
  });

  afterAll(async () => {
    await frontDesk.stop();
    await installation?.stop();
  });

  async function kill({ victim, afterMs }: Kill): Promise<void> {
    await sleep(afterMs);
    if (victim === 'the endpoint agent') {
      await frontDesk.killHard();
      frontDesk.run();
      return;
    }
    installation.kill(victim);
  }

  /** Writes are repeated as people repeat them: a server that was killed under the request has not answered it. */
  const assign = () =>
    eventually('the package is assigned', async () => {
      await dana.create('/assignments', { packageId: riverside.packageId, siteIds: [riverside.siteId] });
      return true;
    });

  const unassign = () =>
    eventually('the package is unassigned', async () => {
      for (const { id } of (await dana.read(`/assignments?siteId=${riverside.siteId}`)).items) await dana.remove(`/assignments/${id}`);
      return true;
    });

  /** What is true of the device, as far as anybody can tell: our status, our record of the engine, the engine's own, the processes. */
  async function looked() {
    const device = await dana.read(`/devices/${frontDesk.deviceId}`);
    return {
      phase: device.deployment?.phase ?? null,
      errorCode: device.deployment?.errorCode ?? null,
      recorded: (await installation.rows('SELECT remote_id FROM remote_endpoint')).length,
      inEngine: devicesOfEngine(installation.dataDir).length,
      remoteAgents: frontDesk.remoteAgents.length,
    };
  }

  async function converges(what: string, wanted: Partial<Awaited<ReturnType<typeof looked>>>): Promise<number> {
    const began = Date.now();
    let seen: Awaited<ReturnType<typeof looked>> | undefined;
    let most = 0;
    const asWanted = async () => {
      seen = await looked();
      most = Math.max(most, seen.recorded, seen.inEngine);
      return Object.entries(wanted).every(([key, value]) => seen![key as keyof typeof seen] === value);
    };
    await eventually(what, asWanted, { withinMs: CONVERGES_WITHIN_MS, lastSeen: () => ({ ...seen, server: installation.lastWords, agent: frontDesk.lastWords }) });
    // Never two nodes for one device, not even on the way.
    expect(most).toBeLessThanOrEqual(1);
    return Date.now() - began;
  }

  it.each(drawRounds(ROUNDS, SEED))(
    'converges in round $round: $deploying.victim dies $deploying.afterMs ms into a deployment, $removing.victim $removing.afterMs ms into the removal',
    async ({ round, deploying, removing }) => {
      await assign();
      await kill(deploying);
      const readyMs = await converges('the device is Ready', { phase: 'READY', recorded: 1, inEngine: 1, remoteAgents: 1 });
      await unassign();
      await kill(removing);
      const goneMs = await converges('nothing is left of the remote agent', { recorded: 0, inEngine: 0, remoteAgents: 0 });
      // At once: a run of many rounds that is ended half-way has still shown something.
      process.stdout.write(`round ${round}: Ready ${readyMs} ms after the death of ${deploying.victim}, gone ${goneMs} ms after that of ${removing.victim}\n`);
    },
  );

  it('has removed everything in the end, and says so', async () => {
    await converges('the device is as it was', { phase: 'REMOVED', recorded: 0, inEngine: 0, remoteAgents: 0 });
    expect(frontDesk.isRunning).toBe(true);
    expect(installation.isAlive).toBe(true);
  });
});
