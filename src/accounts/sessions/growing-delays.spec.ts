import { GrowingDelays } from './growing-delays.js';

describe('R4 the delay after a failure', () => {
  let now: number;
  let delays: GrowingDelays;
  beforeEach(() => {
    now = Date.parse('2026-11-27T08:00:00Z');
    delays = new GrowingDelays(3, { now: () => new Date(now) });
  });
  const fail = (times: number, key = 'theo') => Array.from({ length: times }, () => delays.fail(key));

  it('is none for the first three, then a second, and doubles with each failure', () => {
    const waits = Array.from({ length: 9 }, () => (delays.fail('theo'), delays.waitMs('theo')));
    expect(waits).toEqual([0, 0, 0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000]);
  });

  it('grows to five minutes and no further: nobody is locked out for ever', () => {
    fail(200);
    expect(delays.waitMs('theo')).toBe(300_000);
    now += 300_000;
    expect(delays.waitMs('theo')).toBe(0);
  });

  it('passes while nothing is tried', () => {
    fail(5);
    now += 1_500;
    expect(delays.waitMs('theo')).toBe(500);
    now += 500;
    expect(delays.waitMs('theo')).toBe(0);
    fail(1);
    expect(delays.waitMs('theo')).toBe(4_000);
  });

  it('is forgotten after a quarter of an hour without a failure, and by a success at once', () => {
    fail(8);
    now += 15 * 60_000;
    fail(1);
    expect(delays.waitMs('theo')).toBe(0);
    fail(8);
    delays.succeed('theo');
    fail(3);
    expect(delays.waitMs('theo')).toBe(0);
  });

  it('is each key’s own', () => {
    fail(9);
    expect(delays.waitMs('tessa')).toBe(0);
  });

  it('forgets the keys of a flood once they are old, and not those of now', () => {
    for (let n = 0; n <= 10_000; n++) delays.fail(`ghost ${n}`);
    now += 15 * 60_000;
    fail(4);
    delays.fail('ghost 1');
    const { failures } = delays as unknown as { failures: Map<string, unknown> };
    expect([...failures.keys()].sort()).toEqual(['ghost 1', 'theo']);
    expect(delays.waitMs('theo')).toBe(1_000);
  });
});
