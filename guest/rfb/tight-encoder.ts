import { deflate, type ZlibOptions } from 'node:zlib';
import { promisify } from 'node:util';
import type { Rect } from '../screen/desktop.js';
import { coloursOf } from './palette.js';
import { rectangleHeader, TIGHT } from './rfb-wire.js';

const deflated = promisify<Buffer, ZlibOptions, Buffer>(deflate);
/** Shorter data than this is sent as it is; the protocol says so. */
const WORTH_COMPRESSING_BYTES = 12;
/** Measured on desktops: higher levels cost twice the time for a tenth of the bytes. */
const LEVEL = { level: 2 };

/** Bits of Tight's first byte. Every rectangle resets stream 0, so that rectangles are independent and can be compressed side by side. */
const RESET_STREAM_0 = 0b0000_0001;
const WITH_FILTER = 0b0100_0000;
const FILL = 0b1000_0000;
const PALETTE_FILTER = 1;

/** One rectangle of an update, header and all: one colour, few colours, or all of them, and zlib over the rest. */
export async function encodeTight(area: Rect, pixels: Uint32Array): Promise<Buffer> {
  const header = rectangleHeader(area, TIGHT);
  const colours = coloursOf(pixels);
  if (colours?.size === 1) return Buffer.concat([header, Buffer.from([FILL]), asRgb(colours.list)]);
  if (!colours) return Buffer.concat([header, Buffer.from([RESET_STREAM_0]), await compressed(asRgb(pixels))]);
  const start = Buffer.from([RESET_STREAM_0 | WITH_FILTER, PALETTE_FILTER, colours.size - 1]);
  const indices = colours.size === 2 ? asBits(pixels, area.width, colours.list[1]!) : Buffer.from(pixels.map((pixel) => colours.indexOf(pixel)));
  return Buffer.concat([header, start, asRgb(colours.list), await compressed(indices)]);
}

async function compressed(data: Buffer): Promise<Buffer> {
  if (data.length < WORTH_COMPRESSING_BYTES) return data;
  const small = await deflated(data, LEVEL);
  return Buffer.concat([compactLength(small.length), small]);
}

/** Seven bits a byte, the lowest first, the third one eight. */
export function compactLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  if (length < 0x4000) return Buffer.from([(length & 0x7f) | 0x80, length >> 7]);
  return Buffer.from([(length & 0x7f) | 0x80, ((length >> 7) & 0x7f) | 0x80, length >> 14]);
}

function asRgb(pixels: Uint32Array): Buffer {
  const bytes = Buffer.allocUnsafe(pixels.length * 3);
  for (let at = 0, to = 0; at < pixels.length; at++) {
    const pixel = pixels[at]!;
    bytes[to++] = pixel >> 16;
    bytes[to++] = pixel >> 8;
    bytes[to++] = pixel;
  }
  return bytes;
}

/** A bit a pixel, the second colour set; every row begins with a byte of its own. */
function asBits(pixels: Uint32Array, width: number, second: number): Buffer {
  const rowBytes = Math.ceil(width / 8);
  const bytes = Buffer.alloc(rowBytes * (pixels.length / width));
  for (let at = 0; at < pixels.length; at++) {
    const column = at % width;
    if (pixels[at] === second) bytes[((at - column) / width) * rowBytes + (column >> 3)]! |= 0x80 >> (column & 7);
  }
  return bytes;
}
