import { slope } from './outcome-table.js';

describe('the slope of a measurement over fleet sizes', () => {
  const measured = (...times: [size: number, productMs: number][]) => slope(times.map(([size, productMs]) => ({ size, productMs })));

  it.each([
    ['0 where the time stays the same', 0, measured([10_000, 7], [100_000, 7], [1_000_000, 7])],
    ['1 where it grows as the fleet does', 1, measured([10_000, 1], [100_000, 10], [1_000_000, 100])],
    ['0.5 where it grows as the square root', 0.5, measured([10_000, 1], [1_000_000, 10])],
    ['0 where there is one size only', 0, measured([10_000, 1])],
  ])('is %s', (_, expected, found) => {
    expect(found).toBeCloseTo(expected, 10);
  });
});
