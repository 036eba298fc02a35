import { setTimeout as sleep } from 'node:timers/promises';
import { BackOff } from './back-off.js';
import { Supervised, type Running } from './supervised.js';

/** Something that runs until the test ends it. */
class Engine implements Running {
  end!: (sentence: string) => void;
  wasStopped = false;
  readonly ended = new Promise<string>((resolve) => (this.end = resolve));
  constructor(readonly pid: number) {}
  async stop(): Promise<void> {
    this.wasStopped = true;
    this.end('was stopped');
  }
}

describe('supervision', () => {
  const said: string[] = [];
  const engines: Engine[] = [];
  let failures = 0;
  const supervise = (): Supervised<Engine> =>
    new Supervised({
      name: 'the engine',
      backOff: new BackOff(1, 4),
      log: (level, sentence) => said.push(`${level}: ${sentence}`),
      begin: async () => {
        if (failures-- > 0) throw new Error('no port');
        engines.push(new Engine(engines.length + 1));
        return engines.at(-1)!;
      },
    });
  const until = async (isTrue: () => boolean): Promise<void> => {
    for (let tries = 0; tries < 400 && !isTrue(); tries++) await sleep(5);
    expect(isTrue()).toBe(true);
  };
  beforeEach(() => {
    said.length = 0;
    engines.length = 0;
    failures = 0;
  });

  it('begins again what ended by itself, and says so', async () => {
    const supervised = supervise();
    (await supervised.start()).end('the engine ended with code 1');
    await until(() => engines.length === 2);
    await until(() => said.length === 2);
    expect(said).toEqual(['warn: the engine ended with code 1; it is started again.', 'info: the engine runs again (process 2).']);
    expect(supervised.running?.pid).toBe(2);
    await supervised.stop(100);
  });

  it('is told while it begins that it is not wanted any more, and waits until nothing of it is left', async () => {
    let left = false;
    const supervised = new Supervised<Engine>({
      name: 'the engine', backOff: new BackOff(1, 4), log: (level, sentence) => said.push(`${level}: ${sentence}`),
      begin: async (signal) => {
        await new Promise((told) => signal.addEventListener('abort', told));
        await sleep(20);
        left = true;
        throw new Error('not wanted');
      },
    });
    supervised.startPatiently();
    await sleep(20);
    await supervised.stop(5_000);
    expect(left).toBe(true);
    expect(said).toEqual([]);
  });

  it('does not begin again what it was told to stop', async () => {
    const supervised = supervise();
    const running = await supervised.start();
    await supervised.stop(100);
    await sleep(30);
    expect(running.wasStopped).toBe(true);
    expect(engines).toHaveLength(1);
    expect(said).toEqual([]);
  });

  it('rejects a first start that fails', async () => {
    failures = 1;
    await expect(supervise().start()).rejects.toThrow('no port');
    expect(engines).toHaveLength(0);
  });

  it('goes on trying when beginning again fails', async () => {
    const supervised = supervise();
    const running = await supervised.start();
    failures = 3;
    running.end('ended');
    await until(() => engines.length === 2);
    expect(said.filter((line) => line.includes('could not be started: no port'))).toHaveLength(3);
    await supervised.stop(100);
  });

  it('can begin patiently in the background, and tells when it did', async () => {
    failures = 2;
    const supervised = supervise();
    const told: number[] = [];
    supervised.whenStarted(({ pid }) => told.push(pid));
    supervised.startPatiently();
    await until(() => told.length === 1);
    expect(told).toEqual([1]);
    await supervised.stop(100);
  });

  it('stops also what was just beginning', async () => {
    const supervised = supervise();
    const beginning = supervised.start();
    await Promise.all([beginning, supervised.stop(100)]);
    expect(engines[0]!.wasStopped).toBe(true);
  });
});

describe('the wait before a new start', () => {
  it('doubles up to its limit and begins anew after a minute of health', () => {
    const backOff = new BackOff(250, 2_000, 60_000);
    expect([10, 10, 10, 10, 10].map((ranMs) => backOff.waitMs(ranMs))).toEqual([250, 500, 1_000, 2_000, 2_000]);
    expect(backOff.waitMs(60_000)).toBe(250);
  });
});
