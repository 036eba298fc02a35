import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { confusionInWords } from '../simulator/faults/confusion.js';
import { OUTAGES } from '../simulator/provider/outage.js';
import { judgeFaults } from './judge-faults.js';
import { Rehearsal } from './rehearsal.js';

const PROJECT = resolve(__dirname, '..', '..');

/** A rehearsal with faults: the confusion matrix between what happened to the devices and what the server says of them. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { devices: { type: 'string', default: '5000' }, share: { type: 'string', default: '0.05' }, seed: { type: 'string', default: '1' }, outage: { type: 'string' }, 'outage-seconds': { type: 'string', default: '30' } } });
  const kind = OUTAGES.find((each) => each === values.outage);
  if (values.outage !== undefined && !kind) throw new Error(`--outage is one of ${OUTAGES.join(', ')}`);
  const devices = Number(values.devices);
  const rehearsal = await Rehearsal.prepare({ projectDir: PROJECT, devices, faults: Number(values.share), seed: Number(values.seed), devicesASecond: 100 });
  try {
    const planned = kind ? { kind, forMs: Number(values['outage-seconds']) * 1000 } : null;
    const { confusion, lastFaultAt, decidedAfterMs, outage } = await judgeFaults(rehearsal, (line) => process.stdout.write(`${line}\n`), planned);
    if (outage) console.log(`\nThose who came while the provider was ${outage.kind}:\n${confusionInWords(outage)}`);
    console.log(`\n${confusionInWords(confusion)}`);
    console.log(`${devices} devices, seed ${values.seed}: everything decided ${decidedAfterMs === null ? 'never' : `${(decidedAfterMs / 1000).toFixed(0)} s`} after the last fault (${lastFaultAt.toISOString()})`);
    mkdirSync(join(PROJECT, 'build', 'bench'), { recursive: true });
    writeFileSync(join(PROJECT, 'build', 'bench', 'faults.json'), JSON.stringify({ devices, cores: cpus().length, load: loadavg()[0], decidedAfterMs, ...confusion, outage }, null, 2));
    if (decidedAfterMs === null || confusion.matching < confusion.faulty * 0.99 || (outage && outage.matching < outage.faulty)) process.exitCode = 1;
  } finally {
    await rehearsal.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(2);
});
