import fc from 'fast-check';
import { WAVE_SIZE, waveTargets } from './wave-targets.js';

const DEFAULT = ['1', '10', '100', '25%', '100%'];

describe('the targets of waves', () => {
  it.each([
    { waves: DEFAULT, devices: 1000, targets: [1, 10, 100, 250, 1000] },
    { waves: DEFAULT, devices: 300, targets: [1, 10, 100, 300] },
    { waves: DEFAULT, devices: 60, targets: [1, 10, 60] },
    { waves: DEFAULT, devices: 1, targets: [1] },
    { waves: DEFAULT, devices: 0, targets: [] },
    { waves: ['50%'], devices: 3, targets: [2, 3] },
    { waves: ['100%'], devices: 80, targets: [80] },
    { waves: ['20', '5', '30%'], devices: 100, targets: [20, 30, 100] },
  ])('of $waves for $devices devices are $targets', ({ waves, devices, targets }) => {
    expect(waveTargets(waves, devices)).toEqual(targets);
  });

  it('grow strictly and end with everybody, whatever was asked for', () => {
    const wave = fc.oneof(fc.integer({ min: 1, max: 5000 }).map(String), fc.integer({ min: 1, max: 100 }).map((percent) => `${percent}%`));
    fc.assert(
      fc.property(fc.array(wave, { maxLength: 8 }), fc.integer({ min: 1, max: 3000 }), (waves, devices) => {
        const targets = waveTargets(waves, devices);
        expect(targets.at(-1)).toBe(devices);
        targets.forEach((target, index) => expect(target).toBeGreaterThan(targets[index - 1] ?? 0));
      }),
    );
  });

  it.each(['0', '-1', '1.5', '0%', '101%', '%', 'all', '10 %', ''])('are not made from %p', (size) => {
    expect(WAVE_SIZE.test(size)).toBe(false);
  });
});
