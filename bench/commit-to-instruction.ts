import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { awaiting } from './awaiting.js';
import { BareOrders } from './floor/bare-orders.js';
import { InstallationPostgres } from './floor/installation-postgres.js';
import { median, percentile } from './paired-statistics.js';
import { Rehearsal } from './rehearsal.js';

const PROJECT = resolve(__dirname, '..', '..');

interface Arrivals {
  readonly p50: number;
  readonly p99: number;
}

/** P4: from the commit of a change that moves every connected device until its order is at the agent, verified; against a bare program that signs, writes, notifies and verifies the same. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { devices: { type: 'string', default: '1,1000,5000' }, repeats: { type: 'string', default: '5' } } });
  const results = [];
  for (const devices of values.devices.split(',').map(Number)) {
    const rehearsal = await Rehearsal.prepare({ projectDir: PROJECT, devices, faults: 0, seed: 1, devicesASecond: 200 });
    const postgres = await InstallationPostgres.of(rehearsal.dataDir);
    const floor = await BareOrders.start(await postgres.beside('floor'), devices);
    try {
      await ready(rehearsal, devices);
      const [bare, product]: [Arrivals[], Arrivals[]] = [[], []];
      const rounds = devices === 1 ? Math.max(40, Number(values.repeats)) : Number(values.repeats);
      for (let round = 0; round <= rounds; round++) {
        const [floorMs, productMs] = [await floor.orderAll(), await orderAll(rehearsal, devices, postgres, round)];
        // The first round only warms up.
        if (round === 0) continue;
        bare.push(arrivalsOf(floorMs));
        product.push(arrivalsOf(productMs));
        if (devices > 1) process.stdout.write(`${devices} devices, round ${round}: floor p50 ${bare.at(-1)!.p50.toFixed(0)} p99 ${bare.at(-1)!.p99.toFixed(0)} ms, product p50 ${product.at(-1)!.p50.toFixed(0)} p99 ${product.at(-1)!.p99.toFixed(0)} ms\n`);
      }
      results.push({ devices, rounds, floor: summary(bare, devices), product: summary(product, devices) });
      const { floor: f, product: p } = results.at(-1)!;
      console.log(`${devices} devices: floor p50 ${f.p50.toFixed(1)} p99 ${f.p99.toFixed(1)} ms; product p50 ${p.p50.toFixed(1)} p99 ${p.p99.toFixed(1)} ms; p99 ${(p.p99 / f.p99).toFixed(1)} times the floor`);
    } finally {
      await floor.stop();
      await postgres.close();
      await rehearsal.close();
    }
  }
  mkdirSync(join(PROJECT, 'build', 'bench'), { recursive: true });
  writeFileSync(join(PROJECT, 'build', 'bench', 'commit-to-instruction.json'), JSON.stringify({ cores: cpus().length, load: loadavg()[0], results }, null, 2));
}

function arrivalsOf(ms: readonly number[]): Arrivals {
  return { p50: percentile(ms, 50), p99: percentile(ms, 99) };
}

/** With one device every round has one arrival: the percentiles are over the rounds; with many they are over the devices, and the median round counts. */
function summary(rounds: readonly Arrivals[], devices: number): Arrivals {
  const [p50, p99] = [rounds.map((each) => each.p50), rounds.map((each) => each.p99)];
  return devices === 1 ? { p50: percentile(p50, 50), p99: percentile(p99, 99) } : { p50: median(p50), p99: median(p99) };
}

async function ready({ server: { api }, ids, fleet }: Rehearsal, devices: number): Promise<void> {
  await api.post('/assignments', { packageId: ids.package, siteIds: [ids.site] });
  await fleet.start();
  await settled({ api, devices });
}

async function settled({ api, devices }: { readonly api: Rehearsal['server']['api']; readonly devices: number }): Promise<void> {
  let ready = 0;
  const isSettled = async (): Promise<boolean> => {
    const { byPhase } = await api.get<{ byPhase: { phase: string; count: number }[] }>('/deployments/summary');
    ready = byPhase.find(({ phase }) => phase === 'READY')?.count ?? 0;
    return ready === devices;
  };
  await awaiting(() => `every device is Ready (${ready} of ${devices})`, isSettled, 200, 5 * 60_000);
}

/** Milliseconds from the commit of the change to each device's verified order. */
async function orderAll(rehearsal: Rehearsal, devices: number, postgres: InstallationPostgres, round: number): Promise<number[]> {
  const { server: { api }, ids, fleet } = rehearsal;
  const body = { name: 'Rehearsal', enabled: true, settings: { enabled: true, 'agent.selfHeal': round % 2 === 1 } };
  const arrived: number[] = [];
  fleet.onInstruction = () => arrived.push(performance.now());
  const headers = { 'if-match': '*' };
  const { body: plan } = await api.send<{ hash: string; moved: number }>('PUT', `/policies/${ids.policy}?dryRun=true`, body, headers);
  const committed = postgres.nextCommit();
  await api.send('PUT', `/policies/${ids.policy}?waves=100%25&soakSeconds=0&ratePerMinute=1000000`, body, { ...headers, 'if-plan': plan.hash, 'x-confirm-count': String(plan.moved) });
  const began = await committed;
  await awaiting(() => `every device has its order (${arrived.length})`, async () => arrived.length >= devices, 20);
  fleet.onInstruction = null;
  await settled({ api, devices });
  await sleep(300);
  return arrived.slice(0, devices).map((at) => at - began);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(2);
});
