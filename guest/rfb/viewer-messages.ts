import type { PixelFormat } from './rfb-wire.js';

/** What a viewer says once the handshake is over. */
export type ViewerMessage =
  | { readonly type: 'pixel-format'; readonly format: PixelFormat }
  | { readonly type: 'encodings'; readonly encodings: readonly number[] }
  | { readonly type: 'request'; readonly incremental: boolean }
  | { readonly type: 'key'; readonly keysym: number; readonly down: boolean }
  | { readonly type: 'pointer'; readonly x: number; readonly y: number; readonly buttons: number }
  | { readonly type: 'cut-text'; readonly text: string };

/** A viewer that does not speak as RFB 3.8 has it, or wants what is not offered; the conversation ends. */
export class ViewerRefused extends Error {}

export const MOST_CUT_TEXT_BYTES = 256 * 1024;
const MOST_ENCODINGS = 256;

/** Bytes that arrive in any pieces, given out in the lengths that the protocol asks for. */
export class ViewerBytes {
  private held: Buffer = Buffer.alloc(0);

  add(bytes: Buffer): void {
    this.held = this.held.length === 0 ? bytes : Buffer.concat([this.held, bytes]);
  }

  /** The next bytes, taken; null until all of them are here. */
  take(length: number): Buffer | null {
    if (this.held.length < length) return null;
    const taken = this.held.subarray(0, length);
    this.held = this.held.subarray(length);
    return taken;
  }

  /** The next message, taken; null until all of it is here. */
  message(): ViewerMessage | null {
    const length = this.lengthOfNext();
    const bytes = length === null ? null : this.take(length);
    return bytes && read(bytes);
  }

  private lengthOfNext(): number | null {
    const held = this.held;
    switch (held[0]) {
      case undefined: return null;
      case 0: return 20;
      case 2: return held.length < 4 ? null : 4 + 4 * atMost(held.readUInt16BE(2), MOST_ENCODINGS, 'encodings');
      case 3: return 10;
      case 4: return 8;
      case 5: return 6;
      case 6: return held.length < 8 ? null : 8 + atMost(held.readUInt32BE(4), MOST_CUT_TEXT_BYTES, 'bytes of clipboard');
      default: throw new ViewerRefused(`a viewer sent a message of the unknown type ${held[0]}`);
    }
  }
}

function atMost(count: number, most: number, what: string): number {
  if (count > most) throw new ViewerRefused(`a viewer announced ${count} ${what}; ${most} are the most`);
  return count;
}

function read(bytes: Buffer): ViewerMessage {
  switch (bytes[0]) {
    case 0: return { type: 'pixel-format', format: pixelFormat(bytes.subarray(4)) };
    case 2: return { type: 'encodings', encodings: Array.from({ length: bytes.readUInt16BE(2) }, (_, index) => bytes.readInt32BE(4 + index * 4)) };
    case 3: return { type: 'request', incremental: bytes[1] !== 0 };
    case 4: return { type: 'key', keysym: bytes.readUInt32BE(4), down: bytes[1] !== 0 };
    case 5: return { type: 'pointer', x: bytes.readUInt16BE(2), y: bytes.readUInt16BE(4), buttons: bytes[1]! };
    default: return { type: 'cut-text', text: bytes.toString('latin1', 8) };
  }
}

function pixelFormat(bytes: Buffer): PixelFormat {
  const [bitsPerPixel, depth, bigEndian, trueColour] = bytes;
  const isFull = [4, 6, 8].every((at) => bytes.readUInt16BE(at) === 255);
  const shifts = [bytes[10]!, bytes[11]!, bytes[12]!];
  const areBytes = new Set(shifts).size === 3 && shifts.every((shift) => shift % 8 === 0 && shift <= 24);
  if (bitsPerPixel !== 32 || depth !== 24 || trueColour === 0 || !isFull || !areBytes) throw new ViewerRefused('a viewer wants another pixel format than 32 bits of true colour');
  const place = (shift: number) => (bigEndian ? 24 - shift : shift);
  return { red: place(shifts[0]!), green: place(shifts[1]!), blue: place(shifts[2]!) };
}
