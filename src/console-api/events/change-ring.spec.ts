import { ChangeRing } from './change-ring.js';

const change = (id: number) => ({ kind: 'device', id: `d-${id}` }) as const;

describe('the ring of changes', () => {
  it('gives back what came after an id', () => {
    const ring = new ChangeRing('web1');
    const ids = [1, 2, 3].map((n) => ring.add(change(n), null).id);
    expect(ring.since(ids[0]!)?.map(({ event }) => event.id)).toEqual(['d-2', 'd-3']);
    expect(ring.since(ids[2]!)).toEqual([]);
  });

  it('gives back exactly what is missing, however many came', () => {
    const ring = new ChangeRing('web1');
    let seen = '';
    for (let n = 1; n <= 9_000; n++) {
      const { id } = ring.add(change(n), null);
      if (n === 8_000) seen = id;
    }
    expect(ring.since(seen)?.map(({ event }) => event.id)).toEqual(
      Array.from({ length: 1_000 }, (_, n) => `d-${8_001 + n}`),
    );
  });

  it('admits what it does not know: too old, from another process, from the future, made up', () => {
    const ring = new ChangeRing('web1');
    for (let n = 1; n <= 9_000; n++) ring.add(change(n), null);
    for (const id of ['web1-1', 'web2-8999', 'web1-9001', 'web1-x', '', '-', 'web1']) expect(ring.since(id)).toBeNull();
  });

  it('knows nothing from before a loss', () => {
    const ring = new ChangeRing('web1');
    const { id } = ring.add(change(1), null);
    ring.forget();
    expect(ring.since(id)).toBeNull();
    const next = ring.add(change(2), null);
    expect(ring.since(next.id)).toEqual([]);
  });
});
