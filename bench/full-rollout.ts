import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { isSignedBy, publicKeyFromRaw, DeviceKey } from '../agent/wire/signatures.js';
import { Fleet } from '../simulator/fleet.js';
import { median } from './paired-statistics.js';
import { StartedServer } from './started-server.js';

const PROJECT = resolve(__dirname, '..', '..');
const RESULT = join(PROJECT, 'build', 'bench', 'full-rollout.json');
const PATIENCE_MS = 600_000;
const LOOK_EVERY_MS = 50;

interface Plan {
  readonly hash: string;
  readonly moved: number;
}

/** P19: how long a changed policy takes to the last device of the fleet, all connected, in one wave without a soak; the agents are simulated, the engine is real. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { devices: { type: 'string', default: '300' }, repeats: { type: 'string', default: '3' } } });
  const [devices, repeats] = [Number(values.devices), Number(values.repeats)];
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
  // The server's processes have accounts of their own and must pass through.
  chmodSync(folder, 0o711);
  const closing: (() => unknown)[] = [];
  try {
    const server = await StartedServer.start(join(folder, 'product'), PROJECT);
    closing.push(() => server.stop());
    const policyId = await readyFleet(server, folder, devices, closing);
    const [floorMs, productMs]: [number[], number[]] = [[], []];
    for (let round = 0; round <= repeats; round++) {
      const took = [orders(devices), await rollOut(server, policyId, devices, round % 2 === 1)] as const;
      process.stdout.write(`${round === 0 ? 'warm-up' : `round ${round}`}  floor ${took[0].toFixed(0)} ms  product ${took[1].toFixed(0)} ms\n`);
      if (round > 0) floorMs.push(took[0]);
      if (round > 0) productMs.push(took[1]);
    }
    const result = { devices, cores: cpus().length, load: loadavg()[0], floorMs: median(floorMs), productMs: median(productMs), ratio: median(productMs) / median(floorMs) };
    console.log(`${devices} devices: ${result.productMs.toFixed(0)} ms, ${(devices / result.productMs * 1000).toFixed(0)} devices a second; ${result.ratio.toFixed(1)} times signing and verifying their orders (${result.floorMs.toFixed(0)} ms)`);
    mkdirSync(join(PROJECT, 'build', 'bench'), { recursive: true });
    writeFileSync(RESULT, JSON.stringify(result, null, 2));
  } finally {
    for (const close of closing.reverse()) await close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The least that a rollout has to do: an order for each device, signed by one and verified by the other. */
function orders(devices: number): number {
  const key = DeviceKey.generate();
  const publicKey = publicKeyFromRaw(key.publicKey)!;
  const order = 'x'.repeat(700);
  const began = performance.now();
  for (let each = 0; each < devices; each++) if (!isSignedBy(publicKey, `${order}${each}`, key.sign(`${order}${each}`))) throw new Error('a signature does not hold');
  return performance.now() - began;
}

/** A site whose simulated devices are all Ready; answers the policy that they have. */
async function readyFleet(server: StartedServer, folder: string, devices: number, closing: (() => unknown)[]): Promise<string> {
  const { api, url } = server;
  const { id: clientId } = await api.post<{ id: string }>('/clients', { name: 'Bench' });
  const { id: siteId } = await api.post<{ id: string }>('/sites', { clientId, name: 'Bench' });
  const { id: policyId } = await api.post<{ id: string }>('/policies', { category: 'devices', type: 'remote-access', name: 'Bench', settings: { enabled: true } });
  const { id: packageId } = await api.post<{ id: string }>('/packages', { name: 'Bench', entries: [{ policyId }] });
  const { token } = await api.post<{ token: string }>('/enrolment-tokens', { siteId, maxUses: devices });
  await api.post('/assignments', { packageId, siteIds: [siteId] });
  const fleet = new Fleet({ devices, server: url, token, state: join(folder, 'fleet.json'), spreadSeconds: devices / 100, remote: 'mesh-central', seed: 1, faults: 0, first: 0 });
  closing.push(() => fleet.stop());
  await fleet.start();
  await until(() => 'every device is Ready', async () => (await ready(server)) === devices);
  return policyId;
}

/** Milliseconds from the confirmed request until the rollout says that it is done. */
async function rollOut({ api }: StartedServer, policyId: string, devices: number, selfHeal: boolean): Promise<number> {
  const body = { name: 'Bench', enabled: true, settings: { enabled: true, 'agent.selfHeal': selfHeal } };
  const { body: plan } = await api.send<Plan>('PUT', `/policies/${policyId}?dryRun=true`, body, { 'if-match': '*' });
  if (plan.moved !== devices) throw new Error(`${plan.moved} devices would change`);
  const began = performance.now();
  await api.send('PUT', `/policies/${policyId}?waves=100%25&soakSeconds=0`, body, { 'if-match': '*', 'if-plan': plan.hash, 'x-confirm-count': String(devices) });
  let state = 'unknown';
  await until(() => `the rollout is done (${state})`, async () => {
    const { items } = await api.get<{ items: { state: string; settled: number }[] }>('/rollouts?limit=1');
    state = `${items[0]?.state}, ${items[0]?.settled} settled`;
    return items[0]?.state === 'done';
  });
  return performance.now() - began;
}

async function ready({ api }: StartedServer): Promise<number> {
  const { byPhase } = await api.get<{ byPhase: { phase: string; count: number }[] }>('/deployments/summary');
  return byPhase.find(({ phase }) => phase === 'READY')?.count ?? 0;
}

async function until(what: () => string, isSo: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await sleep(LOOK_EVERY_MS)) if (await isSo()) return;
  throw new Error(`it never happened: ${what()}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(2);
});
