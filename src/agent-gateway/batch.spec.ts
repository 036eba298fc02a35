import { setTimeout as sleep } from 'node:timers/promises';
import { Batch } from './batch.js';

describe('a batch', () => {
  const made = (handle: (keys: string[]) => Promise<void>, most = 100, onError = (_: unknown, __: string[]): void => undefined) =>
    new Batch<string>(handle, { windowMs: 1, most, onError });

  it('handles what arrives together at once, each key once', async () => {
    const seen: string[][] = [];
    const batch = made(async (keys) => void seen.push(keys));
    for (const key of ['a', 'b', 'a', 'c']) batch.add(key);
    await batch.idle();
    expect(seen).toEqual([['a', 'b', 'c']]);
  });

  it('never handles two at a time; what arrives meanwhile goes next', async () => {
    const seen: string[][] = [];
    let underWay = 0;
    const batch = made(async (keys) => {
      expect(++underWay).toBe(1);
      seen.push(keys);
      await sleep(5);
      underWay--;
    });
    batch.add('a');
    await sleep(3);
    batch.add('b');
    batch.add('a');
    await batch.idle();
    expect(seen).toEqual([['a'], ['b', 'a']]);
  });

  it('is cut where it is too long', async () => {
    const sizes: number[] = [];
    const batch = made(async (keys) => void sizes.push(keys.length), 10);
    for (let i = 0; i < 25; i++) batch.add(`${i}`);
    await batch.idle();
    expect(sizes).toEqual([10, 10, 5]);
  });

  it('goes on after a failure, and says which keys it concerned', async () => {
    const failed: string[] = [];
    const seen: string[] = [];
    const batch = made(
      async (keys) => {
        if (keys.includes('bad')) throw new Error('no');
        seen.push(...keys);
      },
      1,
      (_, keys) => failed.push(...keys),
    );
    for (const key of ['a', 'bad', 'b']) batch.add(key);
    await batch.idle();
    expect({ failed, seen }).toEqual({ failed: ['bad'], seen: ['a', 'b'] });
  });
});
