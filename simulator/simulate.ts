import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Fleet, type FleetPlan } from './fleet.js';
import { type FleetCounts, noCounts, sumCounts } from './fleet-counts.js';
import { type RemoteAgentKind, serveProviderOf } from './known-remote-agents.js';
import type { PlannedOutage } from './provider/outage.js';
import { type SimulatorOptions, simulatorOptions, UsageError, USAGE } from './simulator-options.js';

const TELL_EVERY_MS = 1000;
const LEAVE_MS = 1500;

type Told = { readonly counts: FleetCounts } | { readonly failed: string };

/** `npm run simulate`: a fleet of endpoint agents that speak the real protocol. */
async function main(): Promise<void> {
  const options = simulatorOptions(process.argv.slice(2));
  if (options.providerPort !== null) await serveProvider(options.remote, options.providerPort, options.outage);
  const counts = await startClients(options);
  const say = (event: string): void => console.log(options.json ? JSON.stringify({ event, ...counts() }) : `${event}: ${inWords(counts())}`);
  let before = '';
  let wasWhole = false;
  const telling = setInterval(() => {
    const now = JSON.stringify(counts());
    if (now !== before) say('progress');
    before = now;
    if (!wasWhole && counts().connected === options.devices) {
      wasWhole = true;
      say('connected');
    }
  }, TELL_EVERY_MS);
  await new Promise<void>((resolve) => {
    if (options.seconds !== null) setTimeout(resolve, options.seconds * 1000);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  clearInterval(telling);
  say('end');
  stopClients();
  setTimeout(() => process.exit(0), LEAVE_MS);
}

async function serveProvider(kind: RemoteAgentKind, port: number, outage: PlannedOutage | null): Promise<void> {
  const { says, fail, recover } = await serveProviderOf(kind, port);
  console.error(says);
  if (!outage) return;
  if (!fail || !recover) throw new UsageError(`--outage: the server of ${kind} does not fail on demand`);
  setTimeout(() => {
    console.error(`The provider is ${outage.kind} for ${outage.forSeconds} s`);
    fail(outage.kind);
    setTimeout(() => {
      recover();
      console.error('The provider is back');
    }, outage.forSeconds * 1000);
  }, outage.fromSeconds * 1000);
}

let stopClients = (): void => undefined;

/** One fleet in this process, or slices of it in children; answers how to read the sum of their counts. */
async function startClients(options: SimulatorOptions): Promise<() => FleetCounts> {
  const plans = plansOf(options);
  if (plans.length === 1) {
    const fleet = new Fleet(plans[0]!);
    stopClients = () => fleet.stop();
    await fleet.start();
    return () => fleet.counts;
  }
  const parts = plans.map(noCounts);
  const children: ChildProcess[] = plans.map((plan, at) => {
    const child = fork(__filename, [], { env: { ...process.env, LATCHKEY_SIMULATED_FLEET: JSON.stringify(plan) } });
    child.on('message', (told: Told) => {
      if ('counts' in told) parts[at] = told.counts;
      else fail(told.failed);
    });
    return child;
  });
  stopClients = () => children.forEach((child) => child.send('stop'));
  return () => sumCounts(parts);
}

function plansOf({ devices, processes, server, tokenFile, state, spreadSeconds, remote, seed, faults }: SimulatorOptions): FleetPlan[] {
  const token = tokenFile === null ? null : readFileSync(tokenFile, 'utf8').trim();
  const most = Math.ceil(devices / processes);
  return Array.from({ length: processes }, (_, at) => ({
    devices: Math.max(0, Math.min(most, devices - most * at)),
    first: most * at,
    server: server.href,
    token,
    state: processes === 1 ? state : `${state}.${at + 1}`,
    spreadSeconds,
    remote,
    seed,
    faults,
  }));
}

/** What a child does: its slice, and telling how it goes. */
async function runSlice(plan: FleetPlan): Promise<void> {
  const fleet = new Fleet(plan);
  setInterval(() => process.send?.({ counts: fleet.counts } satisfies Told), TELL_EVERY_MS);
  const leave = (): void => {
    fleet.stop();
    setTimeout(() => process.exit(0), LEAVE_MS / 2);
  };
  process.on('message', leave);
  process.on('disconnect', leave);
  // Ctrl-C reaches the whole group; the parent says when.
  process.on('SIGINT', () => undefined);
  await fleet.start();
}

function inWords(counts: FleetCounts): string {
  const { endings, faults, ...numbers } = counts;
  const times = (of: Readonly<Record<string, number>>): string[] => Object.entries(of).map(([name, count]) => `${count}× ${name}`);
  return [...Object.entries(numbers).map(([name, value]) => `${name} ${value}`), ...times(endings), ...times(faults)].join(', ');
}

function fail(reason: string): never {
  console.error(reason);
  process.exit(1);
}

const slice = process.env['LATCHKEY_SIMULATED_FLEET'];
(slice ? runSlice(JSON.parse(slice) as FleetPlan) : main()).catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  if (slice) process.send?.({ failed: reason } satisfies Told);
  else fail(error instanceof UsageError ? `${reason}\n\n${USAGE}` : reason);
});
