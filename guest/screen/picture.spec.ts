import { DamagedAreas } from './damaged-areas.js';
import type { Rect, Screen } from './desktop.js';
import { Picture, TILE } from './picture.js';

/** A screen that is drawn on by hand. */
function handDrawn(width: number, height: number) {
  const pixels = new Uint32Array(width * height);
  let damage: Rect[] = [{ x: 0, y: 0, width, height }];
  const screen: Screen = {
    size: { width, height },
    takeDamage: () => damage.splice(0),
    capture: (area) => {
      const bytes = Buffer.alloc(area.width * area.height * 4);
      for (let row = 0; row < area.height; row++) for (let column = 0; column < area.width; column++) bytes.writeUInt32LE(pixels[(area.y + row) * width + area.x + column]!, (row * area.width + column) * 4);
      return Promise.resolve(bytes);
    },
    cursor: () => Promise.resolve(null),
    watch: () => () => undefined,
  };
  const dot = (x: number, y: number, colour: number, within: Rect = { x, y, width: 1, height: 1 }) => {
    pixels[y * width + x] = colour;
    damage = [...damage, within];
  };
  return { screen, dot };
}

describe('what changed on a screen', () => {
  it('is at first everything, in strips that end with the screen', async () => {
    const picture = new Picture(handDrawn(1280, 100).screen);
    await picture.refresh();
    expect(picture.changedSince(-1)).toEqual([0, 64].flatMap((y) => [0, 512, 1024].map((x) => ({ x, y, width: Math.min(512, 1280 - x), height: Math.min(TILE, 100 - y) }))));
  });

  it('is the tile of a dot, for whoever has not seen it', async () => {
    const { screen, dot } = handDrawn(300, 200);
    const picture = new Picture(screen);
    await picture.refresh();
    const seen = picture.version;
    dot(130, 70, 0x00ffee);
    await picture.refresh();
    expect(picture.changedSince(seen)).toEqual([{ x: 128, y: 64, width: 64, height: 64 }]);
    expect(picture.changedSince(picture.version)).toEqual([]);
    expect(picture.read({ x: 129, y: 70, width: 3, height: 1 })).toEqual(Uint32Array.of(0, 0x00ffee, 0));
  });

  it('is nothing where the same was drawn again', async () => {
    const { screen, dot } = handDrawn(300, 200);
    const picture = new Picture(screen);
    await picture.refresh();
    dot(5, 5, 0, { x: 0, y: 0, width: 300, height: 200 });
    await picture.refresh();
    expect(picture.changedSince(0)).toEqual([]);
  });

  it('is found across the borders of tiles, and outside of the screen nothing is looked for', async () => {
    const { screen, dot } = handDrawn(300, 200);
    const picture = new Picture(screen);
    await picture.refresh();
    dot(63, 63, 1, { x: 60, y: 60, width: 10, height: 10 });
    dot(64, 64, 2, { x: 60, y: 60, width: 900, height: 900 });
    await picture.refresh();
    expect(picture.changedSince(0)).toEqual([{ x: 0, y: 0, width: 64, height: 64 }, { x: 64, y: 64, width: 64, height: 64 }]);
  });
});

describe('damaged areas', () => {
  const areas = () => {
    const damaged = new DamagedAreas({ width: 1000, height: 1000 });
    damaged.take();
    return damaged;
  };

  it('are everything at first', () => {
    expect(new DamagedAreas({ width: 3, height: 2 }).take()).toEqual([{ x: 0, y: 0, width: 3, height: 2 }]);
  });

  it('grow together where they touch, and stay apart where that costs nothing', () => {
    const damaged = areas();
    damaged.add({ x: 0, y: 0, width: 8, height: 16 });
    damaged.add({ x: 8, y: 0, width: 8, height: 16 });
    damaged.add({ x: 900, y: 900, width: 8, height: 16 });
    damaged.add({ x: 2, y: 2, width: 1, height: 1 });
    expect(damaged.take()).toEqual(expect.arrayContaining([{ x: 0, y: 0, width: 16, height: 16 }, { x: 900, y: 900, width: 8, height: 16 }]));
    expect(damaged.take()).toEqual([]);
  });

  it('are one when they are many', () => {
    const damaged = areas();
    for (let at = 0; at < 20; at++) damaged.add({ x: at * 50, y: at * 50, width: 1, height: 1 });
    expect(damaged.take().length).toBeLessThan(13);
  });
});
