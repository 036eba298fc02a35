import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CONTESTS } from './policy/contests.js';
import { FleetDatabases } from './policy/fleet-databases.js';
import { growth, table } from './policy/outcome-table.js';
import { type Outcome, sideBySide } from './policy/side-by-side.js';

const RESULTS = join('data', 'bench');

/** Measures what a policy costs as the fleet grows, each against the least that could be done; prints one table and keeps one JSON file. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { sizes: { type: 'string', default: '10k,100k,1M' }, repeats: { type: 'string', default: '5' }, only: { type: 'string' }, data: { type: 'string' } },
  });
  const sizes = values.sizes.split(',').map(deviceCount);
  const chosen = CONTESTS.filter(({ goal }) => !values.only || values.only.split(',').includes(goal));
  if (chosen.length === 0) throw new Error(`--only takes ${CONTESTS.map(({ goal }) => goal).join(', ')}`);
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
    const file = join(RESULTS, `policy-${new Date().toISOString().replace(/[:.]/g, '-')}.json`);
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

main().catch((error: unknown) => {
  console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(2);
});
