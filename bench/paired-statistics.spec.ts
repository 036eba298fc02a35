import { bootstrapInterval, median, pairedDifference, seededChance, type Pair } from './paired-statistics.js';

const pairs = (differences: readonly number[]): Pair[] => differences.map((each, index) => ({ floorMs: 100 * index, productMs: 100 * index + each }));

describe('paired statistics', () => {
  it('take the middle, or the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 7])).toBe(6);
    expect(() => median([])).toThrow('nothing was measured');
  });

  it('compare pair by pair, so that what slows down both sides of a pair does not count', () => {
    expect(pairedDifference(pairs([30, 10, 20]))).toBe(20);
  });

  it('give an interval around the median that is the same for the same seed, and a point where nothing varies', () => {
    const chance = seededChance(7);
    const scattered = pairs(Array.from({ length: 31 }, () => 1000 + 200 * chance()));
    const interval = bootstrapInterval(scattered, pairedDifference, 1);
    expect(bootstrapInterval(scattered, pairedDifference, 1)).toEqual(interval);
    expect(interval.low).toBeLessThan(pairedDifference(scattered));
    expect(interval.high).toBeGreaterThan(pairedDifference(scattered));
    expect(interval.high - interval.low).toBeLessThan(200);
    expect(bootstrapInterval(pairs([50, 50, 50]), pairedDifference, 1)).toEqual({ low: 50, high: 50 });
  });
});
