import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { RemoteAccessProvider } from '../src/remote-access/provider.js';
import { median, type Pair } from './paired-statistics.js';
import { ProductInstallation } from './product-installation.js';

const PROJECT = resolve(__dirname, '..', '..');
const RESULT = join(PROJECT, 'build', 'bench', 'click-to-page.json');

/** P13: from Log In to the page that leads to the session, against the same engine making a page when it is asked directly. Exit code 1: too much. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { pairs: { type: 'string', default: '30' } } });
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
  // The server's processes have accounts of their own and must pass through.
  chmodSync(folder, 0o711);
  const closing: (() => Promise<void>)[] = [];
  try {
    const product = await ProductInstallation.prepare(folder, PROJECT);
    closing.push(() => product.close());
    await product.assign();
    const engine = product.provider(join(PROJECT, 'engine'));
    closing.push(() => engine.close());
    const remoteId = await onlyEndpoint(engine);
    const pairs: Pair[] = [];
    // One of each that does not count: what is loaded once is loaded then.
    for (let number = 0; number <= Number(values.pairs); number++) {
      const pair = { floorMs: await mint(engine, remoteId), productMs: await product.open() };
      if (number > 0) pairs.push(pair);
    }
    report(pairs);
  } finally {
    for (const close of closing.reverse()) await close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function onlyEndpoint(engine: RemoteAccessProvider): Promise<string> {
  return new Promise((found) => {
    const stop = engine.observe({
      replaced: ([endpoint]) => {
        if (!endpoint) return;
        stop();
        found(endpoint.remoteId);
      },
      changed: () => undefined,
      removed: () => undefined,
      lost: () => undefined,
    });
  });
}

/** The engine's own call, in milliseconds. */
async function mint(engine: RemoteAccessProvider, remoteId: string): Promise<number> {
  const began = performance.now();
  const { shareId } = await engine.mintLaunch({
    remoteId, mode: 'terminal', viewOnly: false, courtesies: { prompt: false, notify: true, banner: true }, expiresInMinutes: 10, guestName: 'Bench',
  });
  const took = performance.now() - began;
  await engine.revokeLaunch(remoteId, shareId);
  return took;
}

function report(pairs: readonly Pair[]): void {
  const [floorMs, productMs] = [median(pairs.map((pair) => pair.floorMs)), median(pairs.map((pair) => pair.productMs))];
  const [limitMs, targetMs] = [1.5 * floorMs + 50, 1.1 * floorMs + 10];
  const result = {
    measurement: 'click-to-page', measuredAt: new Date().toISOString(), machine: { processors: cpus().length, load: loadavg()[0] },
    pairs, floorMs, productMs, limitMs, targetMs, accepted: productMs <= limitMs, targetMet: productMs <= targetMs,
  };
  mkdirSync(join(RESULT, '..'), { recursive: true });
  writeFileSync(RESULT, `${JSON.stringify(result, null, 2)}\n`);
  const rows: [string, string][] = [
    ['pairs', String(pairs.length)],
    ['the engine makes a page, median', `${floorMs.toFixed(1)} ms`],
    ['Log In to the page that leads there, median', `${productMs.toFixed(1)} ms`],
    ['acceptance: at most 1.5 times and 50 ms', `${limitMs.toFixed(1)} ms  ${result.accepted ? 'met' : 'MISSED'}`],
    ['target: at most 1.1 times and 10 ms', `${targetMs.toFixed(1)} ms  ${result.targetMet ? 'met' : 'missed'}`],
  ];
  process.stdout.write(`\n${rows.map(([what, value]) => `${what.padEnd(46)} ${value}`).join('\n')}\nLoad average ${loadavg()[0]!.toFixed(1)} on ${cpus().length} cores.\n\n${RESULT}\n`);
  if (!result.accepted) process.exitCode = 1;
}

main().then(
  // Sockets that linger must not keep a finished measurement.
  () => process.exit(),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(2);
  },
);
