import { catalogueEntry } from '../../contracts/error-catalogue.js';
import { platformOf } from '../simulated-identity.js';
import { FAULT_MIX, faultOf } from './fault-mix.js';

describe('the faults of a rehearsal', () => {
  it('are judged by codes of the catalogue', () => {
    expect(FAULT_MIX.flatMap(({ expects }) => (expects === null || catalogueEntry(expects) ? [] : [expects]))).toEqual([]);
  });

  it('are the same for the same seed and others for another', () => {
    const faults = (seed: number) => Array.from({ length: 500 }, (_, index) => faultOf(seed, index, 0.1)?.name ?? null);
    expect(faults(1)).toEqual(faults(1));
    expect(faults(1)).not.toEqual(faults(2));
  });

  it('hit about the share that was asked for, each operating system with its own', () => {
    const hit = Array.from({ length: 20_000 }, (_, index) => ({ index, fault: faultOf(3, index, 0.05) })).filter(({ fault }) => fault !== null);
    expect(hit.length / 20_000).toBeGreaterThan(0.045);
    expect(hit.length / 20_000).toBeLessThan(0.055);
    expect(hit.filter(({ index, fault }) => fault!.os !== undefined && fault!.os !== platformOf(index).os)).toEqual([]);
    expect(new Set(hit.map(({ fault }) => fault!.name)).size).toBe(FAULT_MIX.length);
  });

  it('are none where none are asked for', () => {
    expect(Array.from({ length: 100 }, (_, index) => faultOf(1, index, 0)).every((fault) => fault === null)).toBe(true);
  });
});
