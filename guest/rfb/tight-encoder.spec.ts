import type { Rect } from '../screen/desktop.js';
import { RfbViewer } from '../../test/support/rfb-viewer.js';
import { serverInit, updateHeader, VERSION } from './rfb-wire.js';
import { compactLength, encodeTight } from './tight-encoder.js';

/** What a viewer that knows nothing of the encoder makes of its bytes, over a screen of that size. */
async function decoded(size: { width: number; height: number }, rectangles: readonly Buffer[]): Promise<Uint32Array> {
  let receive: (bytes: Buffer) => void = () => undefined;
  const said = [Buffer.from([1, 1]), Buffer.alloc(4), serverInit(size, 'test'), Buffer.alloc(0), Buffer.alloc(0), Buffer.concat([updateHeader(rectangles.length), ...rectangles])];
  const viewer = await RfbViewer.over({
    // In odd pieces, as a network may cut anywhere.
    send: () => setImmediate(() => {
      const bytes = said.shift() ?? Buffer.alloc(0);
      for (let at = 0; at < bytes.length; at += 4099) receive(bytes.subarray(at, at + 4099));
    }),
    receive: (listener) => {
      receive = listener;
      setImmediate(() => listener(Buffer.from(VERSION)));
    },
    closed: () => undefined,
    close: () => undefined,
  });
  return viewer.picture;
}

const pixels = ({ width, height }: { width: number; height: number }, colour: (x: number, y: number) => number) =>
  Uint32Array.from({ length: width * height }, (_, at) => colour(at % width, Math.floor(at / width)));

describe('a rectangle in Tight', () => {
  const size = { width: 70, height: 33 };
  const whole: Rect = { x: 0, y: 0, ...size };

  it.each([
    ['one colour', () => 0x123456],
    ['two colours', (x: number, y: number) => ((x * y) % 7 === 0 ? 0xffffff : 0x102030)],
    ['a handful of colours', (x: number, y: number) => ((x + y) % 5) * 0x203040],
    ['256 colours, the most that are indexed', (x: number, y: number) => ((y * 70 + x) % 256) * 0x010101],
    ['257 colours, one more', (x: number, y: number) => ((y * 70 + x) % 257) * 0x000101],
    ['as many colours as pixels', (x: number, y: number) => (y * 70 + x) * 7919],
    ['colours that fall into one slot', (x: number) => (x % 40) * 0x001000],
  ])('of %s is what it was', async (_, colour) => {
    const before = pixels(size, (x, y) => colour(x, y) & 0xffffff);
    expect(await decoded(size, [await encodeTight(whole, before)])).toEqual(before);
  });

  it.each([[1, 1], [3, 1], [1, 4], [11, 1], [9, 2], [2048, 3]])('of %i by %i pixels is what it was', async (width, height) => {
    for (const colours of [2, 3, 300]) {
      const before = pixels({ width, height }, (x, y) => (((y * width + x) % colours) * 0x030507) & 0xffffff);
      expect(await decoded({ width, height }, [await encodeTight({ x: 0, y: 0, width, height }, before)])).toEqual(before);
    }
  });

  it('stands by itself: any order, any number, at its own place', async () => {
    const areas: Rect[] = [{ x: 35, y: 0, width: 35, height: 33 }, { x: 0, y: 0, width: 35, height: 33 }];
    const picture = pixels(size, (x, y) => (x * 1000003 + y * 7919) & 0xffffff);
    const part = ({ x, y, width, height }: Rect) => pixels({ width, height }, (column, row) => picture[(y + row) * size.width + x + column]!);
    expect(await decoded(size, await Promise.all(areas.map((area) => encodeTight(area, part(area)))))).toEqual(picture);
  });

  it('is three bytes and a header where it has one colour', async () => {
    expect((await encodeTight(whole, pixels(size, () => 0x0a0b0c))).subarray(12)).toEqual(Buffer.from([0x80, 0x0a, 0x0b, 0x0c]));
  });

  it.each([[0, [0]], [127, [127]], [128, [0x80, 1]], [10_000, [0x90, 0x4e]], [16_383, [0xff, 0x7f]], [16_384, [0x80, 0x80, 1]], [4_194_303, [0xff, 0xff, 0xff]]])('writes the length %i', (length, bytes) => {
    expect([...compactLength(length)]).toEqual(bytes);
  });
});
