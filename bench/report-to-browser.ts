import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { awaiting } from './awaiting.js';
import { BareEvents } from './floor/bare-events.js';
import { InstallationPostgres } from './floor/installation-postgres.js';
import { percentile } from './paired-statistics.js';
import { Rehearsal } from './rehearsal.js';

const PROJECT = resolve(__dirname, '..', '..');
const PAUSE_MS = 50;

/** P11: from a report of an endpoint agent until the browser hears that its device is judged differently; against a committed row with NOTIFY and an event stream. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { devices: { type: 'string', default: '200' }, rounds: { type: 'string', default: '200' } } });
  const [devices, rounds] = [Number(values.devices), Number(values.rounds)];
  const rehearsal = await Rehearsal.prepare({ projectDir: PROJECT, devices, faults: 0, seed: 1, devicesASecond: 100 });
  const postgres = await InstallationPostgres.of(rehearsal.dataDir);
  const bare = await BareEvents.start(await postgres.beside('floor'));
  try {
    const { server: { api }, ids, fleet } = rehearsal;
    await api.post('/assignments', { packageId: ids.package, siteIds: [ids.site] });
    await fleet.start();
    await awaiting('every device is Ready', async () => (await rehearsal.judged()).every(({ phase }) => phase === 'READY'), 500, 120_000);
    const [floorEvents, events] = [new Lines(await fetch(bare.url)), new Lines(await api.stream('/events'))];
    const [floorMs, productMs]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      const what = `event ${round}`;
      floorMs.push(await floorEvents.until((line) => line.includes(what), () => bare.write(what)));
      await sleep(PAUSE_MS);
      const device = fleet.device(round % devices);
      const { deviceId } = device.identity.enrolled!;
      const isTroubled = Math.floor(round / devices) % 2 === 0;
      productMs.push(
        await events.until(
          (line) => line.includes('"deployment"') && line.includes(deviceId),
          () => void device.tell({ type: 'remote-agents', found: [{ ...device.identity.installed!.evidence, troubles: isTroubled ? [{ code: 'RA-AGT-03', detail: 'simulated' }] : [], own: true }] }),
        ),
      );
      await sleep(PAUSE_MS);
    }
    const result = { devices, rounds, cores: cpus().length, load: loadavg()[0], floor: summary(floorMs), product: summary(productMs) };
    console.log(`${rounds} reports: floor p50 ${result.floor.p50.toFixed(1)} p99 ${result.floor.p99.toFixed(1)} ms; product p50 ${result.product.p50.toFixed(1)} p99 ${result.product.p99.toFixed(1)} ms; p99 ${(result.product.p99 / result.floor.p99).toFixed(1)} times the floor`);
    mkdirSync(join(PROJECT, 'build', 'bench'), { recursive: true });
    writeFileSync(join(PROJECT, 'build', 'bench', 'report-to-browser.json'), JSON.stringify(result, null, 2));
  } finally {
    await bare.stop();
    await postgres.close();
    await rehearsal.close();
  }
}

function summary(ms: readonly number[]) {
  return { p50: percentile(ms, 50), p99: percentile(ms, 99) };
}

/** The lines of an event stream, as they come. */
class Lines {
  private waiting: ((line: string) => void) | null = null;

  constructor(response: Response) {
    void this.read(response.body!);
  }

  /** Milliseconds from the beginning of `act` until a line fits. */
  until(fits: (line: string) => boolean, act: () => unknown): Promise<number> {
    return new Promise((done, fail) => {
      const giveUp = setTimeout(() => fail(new Error('the event never came')), 30_000);
      const began = performance.now();
      this.waiting = (line) => {
        if (!fits(line)) return;
        clearTimeout(giveUp);
        this.waiting = null;
        done(performance.now() - began);
      };
      void act();
    });
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for await (const chunk of body) {
        const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) this.waiting?.(line);
      }
    } catch {
      // The server ends first when everything is over.
    }
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(2);
});
