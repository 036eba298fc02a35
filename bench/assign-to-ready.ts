import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { bootstrapInterval, median, pairedDifference, seededChance, type Pair } from './paired-statistics.js';
import { ProductInstallation } from './product-installation.js';
import { ScriptedInstallation } from './scripted-installation.js';

const PROJECT = resolve(__dirname, '..', '..');
const RESULT = join(PROJECT, 'build', 'bench', 'assign-to-ready.json');
/** Lets what the last measurement stirred up settle. */
const PAUSE_MS = 500;

/** P5: what assigning a package costs on top of installing the same remote agent by a script. Exit code 1: too much. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { pairs: { type: 'string', default: '30' }, seed: { type: 'string', default: '1' } } });
  const [count, seed] = [Number(values.pairs), Number(values.seed)];
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
  // The server's processes have accounts of their own and must pass through.
  chmodSync(folder, 0o711);
  const closing: (() => Promise<void>)[] = [];
  try {
    const floor = await ScriptedInstallation.prepare(join(folder, 'floor'), join(PROJECT, 'engine'));
    closing.push(() => floor.close());
    const product = await ProductInstallation.prepare(join(folder, 'product'), PROJECT);
    closing.push(() => product.close());
    report(await Promise.race([measurePairs(floor, product, count, seed), interruption()]), seed);
  } finally {
    for (const close of closing.reverse()) await close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Rejects at a signal, so that what was started is ended. */
function interruption(): Promise<never> {
  return new Promise((_, fail) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => fail(new Error(`ended by ${signal}`)));
  });
}

/** Which side comes first is drawn for each pair, so that neither always finds the machine as the other left it. */
async function measurePairs(floor: ScriptedInstallation, product: ProductInstallation, count: number, seed: number): Promise<Pair[]> {
  const chance = seededChance(seed);
  const measured = { floorMs: () => floor.measure(), productMs: () => product.measure(floor.binary) };
  const pairs: Pair[] = [];
  // One of each that does not count: what is loaded once is loaded then.
  for (let number = 0; number <= count; number++) {
    const pair = { floorMs: 0, productMs: 0 };
    const order = chance() < 0.5 ? (['floorMs', 'productMs'] as const) : (['productMs', 'floorMs'] as const);
    for (const side of order) {
      await sleep(PAUSE_MS);
      pair[side] = Math.round(await measured[side]());
    }
    process.stdout.write(`${number === 0 ? 'warm-up' : `pair ${number}`.padEnd(7)}  floor ${milliseconds(pair.floorMs)}  product ${milliseconds(pair.productMs)}\n`);
    if (number > 0) pairs.push(pair);
  }
  return pairs;
}

function report(pairs: readonly Pair[], seed: number): void {
  const floorMs = median(pairs.map((pair) => pair.floorMs));
  const productMs = median(pairs.map((pair) => pair.productMs));
  const differenceMs = pairedDifference(pairs);
  const interval = bootstrapInterval(pairs, pairedDifference, seed);
  const [limitMs, targetMs] = [0.25 * floorMs + 3_000, 0.1 * floorMs + 1_000];
  const result = {
    measurement: 'assign-to-ready', measuredAt: new Date().toISOString(),
    machine: { processors: cpus().length, model: cpus()[0]?.model, node: process.version },
    pairs, seed, floorMs, productMs, differenceMs, differenceInterval95: interval, limitMs, targetMs,
    accepted: differenceMs <= limitMs, targetMet: differenceMs <= targetMs,
  };
  mkdirSync(join(RESULT, '..'), { recursive: true });
  writeFileSync(RESULT, `${JSON.stringify(result, null, 2)}\n`);
  const rows: [string, string][] = [
    ['pairs', String(pairs.length)],
    ['T: script start to node connected, median', milliseconds(floorMs)],
    ['assignment sent to Ready, median', milliseconds(productMs)],
    ['paired difference, median', milliseconds(differenceMs)],
    ['  95 % bootstrap interval', `${milliseconds(interval.low)} to ${milliseconds(interval.high)}`],
    ['acceptance: at most 0.25 T + 3 s', `${milliseconds(limitMs)}  ${result.accepted ? 'met' : 'MISSED'}`],
    ['target: at most 0.10 T + 1 s', `${milliseconds(targetMs)}  ${result.targetMet ? 'met' : 'missed'}`],
  ];
  process.stdout.write(`\n${rows.map(([what, value]) => `${what.padEnd(44)} ${value}`).join('\n')}\n\n${RESULT}\n`);
  if (!result.accepted) process.exitCode = 1;
}

function milliseconds(value: number): string {
  return `${Math.round(value)} ms`.padStart(8);
}

main().then(
  // Sockets that linger must not keep a finished measurement.
  () => process.exit(),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(2);
  },
);
