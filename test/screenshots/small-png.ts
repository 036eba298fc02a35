import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PALETTE_SIZE = 256;

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each pixel as one number, row by row. */
  readonly colours: Uint32Array;
}

/**
 * The same picture at a third of its size: one byte for a pixel instead of three. A page of the console is made of few
 * colours; the rare ones (edges of letters) become the nearest of the 256 most frequent, which no eye sees. Takes what
 * Chromium makes, 8 bits a channel and not interlaced; throws for anything else.
 */
export function smallPng(png: Buffer): Buffer {
  const { width, height, colours } = pixelsOf(png);
  const palette = mostFrequent(colours);
  const indexOf = new Map(palette.map((colour, index) => [colour, index]));
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = colours[y * width + x]!;
      let index = indexOf.get(colour);
      if (index === undefined) indexOf.set(colour, (index = nearest(palette, colour)));
      rows[y * (width + 1) + 1 + x] = index;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const entries = Buffer.from(palette.flatMap(channels));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', entries),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function pixelsOf(png: Buffer): Pixels {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const [depth, colourType, , , interlaced] = png.subarray(24, 29);
  const bytes = colourType === 2 ? 3 : colourType === 6 ? 4 : 0;
  if (depth !== 8 || bytes === 0 || interlaced !== 0)
    throw new Error(`a PNG of depth ${depth} and colour type ${colourType} is not what Chromium makes`);
  const data = inflateSync(
    Buffer.concat(
      chunksOf(png)
        .filter(({ type }) => type === 'IDAT')
        .map(({ body }) => body),
    ),
  );
  const stride = width * bytes;
  const colours = new Uint32Array(width * height);
  let above = Buffer.alloc(stride);
  for (let y = 0; y < height; y++) {
    const at = y * (stride + 1);
    const row = unfiltered(data[at]!, data.subarray(at + 1, at + 1 + stride), above, bytes);
    for (let x = 0; x < width; x++) colours[y * width + x] = row.readUIntBE(x * bytes, 3);
    above = row;
  }
  return { width, height, colours };
}

function chunksOf(png: Buffer): { readonly type: string; readonly body: Buffer }[] {
  const chunks = [];
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), body: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

/** Undoes the filter of one row (PNG, section 9): each byte was stored as its difference from what its neighbours suggest. */
function unfiltered(filter: number, stored: Buffer, above: Buffer, bytes: number): Buffer<ArrayBuffer> {
  const row = Buffer.alloc(stored.length);
  for (let at = 0; at < stored.length; at++) {
    const [left, up, corner] = at < bytes ? [0, above[at]!, 0] : [row[at - bytes]!, above[at]!, above[at - bytes]!];
    row[at] = stored[at]! + suggested(filter, left, up, corner);
  }
  return row;
}

function suggested(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function mostFrequent(colours: Uint32Array): number[] {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, PALETTE_SIZE)
    .map(([colour]) => colour);
}

function nearest(palette: readonly number[], colour: number): number {
  const wanted = channels(colour);
  let best = 0;
  let least = Infinity;
  palette.forEach((candidate, index) => {
    const distance = channels(candidate).reduce((sum, value, channel) => sum + (value - wanted[channel]!) ** 2, 0);
    if (distance < least) [least, best] = [distance, index];
  });
  return best;
}

function channels(colour: number): number[] {
  return [colour >> 16, (colour >> 8) & 0xff, colour & 0xff];
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(body.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
