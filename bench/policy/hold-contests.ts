import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FleetDatabases } from './fleet-databases.js';
import { growth, table } from './outcome-table.js';
import { type Contest, type Outcome, sideBySide } from './side-by-side.js';

const RESULTS = join('data', 'bench');

/** Holds contests in fleets of several sizes, each against the least that could be done; prints one table and keeps one JSON file. */
export async function holdContests(name: string, contests: readonly Contest[], defaults: { readonly sizes: string; readonly repeats: string }): Promise<void> {
  const { values } = parseArgs({
    options: {
      sizes: { type: 'string', default: defaults.sizes }, repeats: { type: 'string', default: defaults.repeats }, only: { type: 'string' }, data: { type: 'string' },
    },
  });
  const sizes = values.sizes.split(',').map(deviceCount);
  const chosen = contests.filter(({ goal }) => !values.only || values.only.split(',').includes(goal));
  if (chosen.length === 0) throw new Error(`--only takes ${contests.map(({ goal }) => goal).join(', ')}`);
  const databases = await FleetDatabases.start(values.data);
  try {
    const fleets = [];
    for (const size of sizes) {
      process.stderr.write(`a fleet of ${size} devices…\n`);
      fleets.push(await databases.ofSize(size));
    }
    const load = [loadavg()[0]!];
    const outcomes: Outcome[] = [];
    for (const contest of chosen) {
      process.stderr.write(`${contest.goal}: ${contest.what}…\n`);
      outcomes.push(...(await sideBySide(contest, fleets, Number(values.repeats))));
      load.push(loadavg()[0]!);
    }
    const machine = { cores: cpus().length, loadAverage: { least: Math.min(...load), most: Math.max(...load) } };
    console.log(table(outcomes));
    console.log(growth(outcomes));
    console.log(`Load average ${machine.loadAverage.least.toFixed(1)} to ${machine.loadAverage.most.toFixed(1)} on ${machine.cores} cores; medians of ${values.repeats} interleaved repeats.`);
    mkdirSync(RESULTS, { recursive: true });
    const file = join(RESULTS, `${name}-${new Date().toISOString().replace(/[:.]/g, '-')}.json`);
    writeFileSync(file, JSON.stringify({ machine, repeats: Number(values.repeats), outcomes }, null, 2));
    console.log(file);
  } finally {
    await databases.close();
  }
}

function deviceCount(text: string): number {
  const [, digits, unit = ''] = /^(\d+)(k|M)?$/.exec(text) ?? [];
  const count = Number(digits) * ({ k: 1000, M: 1_000_000 }[unit] ?? 1);
  if (!digits || count < 5000 || count % 1000 !== 0) throw new Error(`--sizes takes whole thousands from 5k, such as 10k,100k,1M: ${text}`);
  return count;
}

/** The end of a program that could not measure. */
export function giveUp(error: unknown): never {
  console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(2);
}
