import type { CursorShape, Rect, Size } from '../screen/desktop.js';

export const VERSION = 'RFB 003.008\n';
/** Encodings that are written here; the negative ones are events dressed as rectangles. */
export const TIGHT = 7;
export const DESKTOP_SIZE = -223;
export const CURSOR = -239;

/** 32 bits a pixel, 24 of colour, a byte each: the only format whose pixels Tight writes as red, green, blue. */
export function serverInit({ width, height }: Size, name: string): Buffer {
  const title = Buffer.from(name, 'utf8');
  const message = Buffer.alloc(24 + title.length);
  message.writeUInt16BE(width, 0);
  message.writeUInt16BE(height, 2);
  message.set([32, 24, 0, 1], 4);
  for (const at of [8, 10, 12]) message.writeUInt16BE(255, at);
  message.set([16, 8, 0], 14);
  message.writeUInt32BE(title.length, 20);
  message.set(title, 24);
  return message;
}

export function updateHeader(rectangles: number): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt16BE(rectangles, 2);
  return header;
}

export function rectangleHeader({ x, y, width, height }: Rect, encoding: number): Buffer {
  const header = Buffer.alloc(12);
  [x, y, width, height].forEach((value, index) => header.writeUInt16BE(value, index * 2));
  header.writeInt32BE(encoding, 8);
  return header;
}

/** The pointer's shape: its colours in the order of the viewer's pixel format, then a bit a pixel of what is seen of it. */
export function cursorRectangle({ width, height, hotX, hotY, pixels }: CursorShape, { red, green, blue }: PixelFormat): Buffer {
  const colours = Buffer.alloc(width * height * 4);
  const rowBytes = Math.ceil(width / 8);
  const mask = Buffer.alloc(rowBytes * height);
  for (let at = 0; at < width * height; at++) {
    const [b, g, r, alpha] = pixels.subarray(at * 4, at * 4 + 4);
    colours[at * 4 + red / 8] = r!;
    colours[at * 4 + green / 8] = g!;
    colours[at * 4 + blue / 8] = b!;
    const column = at % width;
    if (alpha! >= 0x80) mask[((at - column) / width) * rowBytes + (column >> 3)]! |= 0x80 >> (column & 7);
  }
  return Buffer.concat([rectangleHeader({ x: hotX, y: hotY, width, height }, CURSOR), colours, mask]);
}

export function serverCutText(text: string): Buffer {
  const content = Buffer.from(text, 'latin1');
  const message = Buffer.alloc(8 + content.length);
  message[0] = 3;
  message.writeUInt32BE(content.length, 4);
  message.set(content, 8);
  return message;
}

/** Where the colours are in a viewer's 32-bit pixel, in bits from the lowest of the first byte. */
export interface PixelFormat {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}
