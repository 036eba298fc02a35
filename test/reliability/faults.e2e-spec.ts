import { resolve } from 'node:path';
import { DECIDED_WITHIN_MS, judgeFaults, type JudgedFaults } from '../../bench/judge-faults.js';
import { Rehearsal } from '../../bench/rehearsal.js';
import { confusionInWords } from '../../simulator/faults/confusion.js';

const DEVICES = 500;
const SHARE = 0.1;
/** Not below the time that those who come during it need to be judged, and be many enough. */
const OUTAGE = { kind: 'away', forMs: 30_000 } as const;
const SEED = Number(process.env['LATCHKEY_FAULT_SEED'] ?? Date.now() % 1_000_000);

jest.setTimeout(10 * 60_000);

describe(`${DEVICES} simulated devices, to a tenth of which something happens, and whose provider goes away for a while (LATCHKEY_FAULT_SEED=${SEED})`, () => {
  let rehearsal: Rehearsal;
  let judged: JudgedFaults;

  beforeAll(async () => {
    rehearsal = await Rehearsal.prepare({ projectDir: resolve(__dirname, '..', '..'), devices: DEVICES, faults: SHARE, seed: SEED, devicesASecond: 25 });
    judged = await judgeFaults(rehearsal, () => undefined, OUTAGE);
    process.stdout.write(`${confusionInWords(judged.outage!)}\n${confusionInWords(judged.confusion)}\n`);
  });
  afterAll(() => rehearsal?.close());

  it('holds those back for the sake of the provider who come while it is away, and says so', () => {
    expect(judged.outage!.faulty).toBeGreaterThan(DEVICES * 0.1);
    expect(judged.outage!.matrix).toEqual({ 'RA-INS-01': { 'RA-INS-01': judged.outage!.faulty } });
  });

  it('leaves none of them neither Ready nor with a code, soon after the last fault', () => {
    expect(judged.confusion.undecided).toEqual([]);
    expect(judged.decidedAfterMs).toBeLessThanOrEqual(DECIDED_WITHIN_MS);
  });

  it('judges almost all with what really happened to them', () => {
    expect(judged.confusion.faulty).toBeGreaterThan(DEVICES * SHARE * 0.4);
    expect(judged.confusion.matching / judged.confusion.faulty).toBeGreaterThanOrEqual(0.99);
  });

  it('judges nobody ill who is well', () => {
    const { READY: healthy = {} } = judged.confusion.matrix;
    expect(Object.keys(healthy)).toEqual(['READY']);
  });

  it('tells support what the device knows, asked while it is connected', async () => {
    const { api } = rehearsal.server;
    const { items } = await api.get<{ items: { id: string }[] }>('/devices?limit=1&q=status:READY');
    const { text, answered } = await api.post<{ text: string; answered: boolean }>(`/devices/${items[0]!.id}/support-details`, {});
    expect(answered).toBe(true);
    expect(JSON.parse(text)).toMatchObject({ device: { online: true }, deployments: [{ phase: 'READY' }], timeline: expect.arrayContaining([expect.objectContaining({ to: 'READY' })]) });
  });

  it('never has two records of one device at the provider', async () => {
    const mended = rehearsal.provider.counts;
    expect(mended.endpoints).toBeLessThanOrEqual(DEVICES);
  });
});
