/** So much of a message is looked at. */
export const START_BYTES = 64;

/**
 * Reads the WebSocket frames that one side sends, without keeping them: reports the first bytes of each message, unmasked.
 * It only looks and never changes what passes.
 */
export class MessageStarts {
  private header: number[] = [];
  private mask: readonly number[] = [];
  private payloadLeft = 0;
  private start: number[] = [];
  private wanted = 0;

  constructor(private readonly onMessage: (start: Buffer) => void) {}

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) at = this.payloadLeft > 0 ? this.readPayload(chunk, at) : this.readHeader(chunk, at);
  }

  private readHeader(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length) {
      this.header.push(chunk[at++]!);
      if (this.header.length !== headerSize(this.header)) continue;
      this.beginPayload(Buffer.from(this.header));
      this.header = [];
      break;
    }
    return at;
  }

  private beginPayload(header: Buffer): void {
    const opcode = header[0]! & 0x0f;
    const short = header[1]! & 0x7f;
    this.payloadLeft = short < 126 ? short : short === 126 ? header.readUInt16BE(2) : Number(header.readBigUInt64BE(2));
    this.mask = header[1]! & 0x80 ? [...header.subarray(-4)] : [];
    this.start = [];
    // Only text and binary frames begin a message; continuations and control frames do not count.
    this.wanted = opcode === 1 || opcode === 2 ? Math.min(START_BYTES, this.payloadLeft) : 0;
  }

  private readPayload(chunk: Buffer, from: number): number {
    const to = Math.min(chunk.length, from + this.payloadLeft);
    for (let i = from; i < to && this.start.length < this.wanted; i++) {
      this.start.push(chunk[i]! ^ (this.mask[this.start.length % 4] ?? 0));
    }
    this.payloadLeft -= to - from;
    if (this.wanted > 0 && this.start.length === this.wanted) {
      this.wanted = 0;
      this.onMessage(Buffer.from(this.start));
    }
    return to;
  }
}

/** The frame at the beginning of these bytes; null while it is not all here. */
export function frameAt(bytes: Buffer): { readonly opcode: number; readonly isWhole: boolean; readonly size: number; readonly start: Buffer } | null {
  const header = headerSize(bytes);
  if (header === null || bytes.length < header) return null;
  const short = bytes[1]! & 0x7f;
  const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < header + length) return null;
  const mask = bytes[1]! & 0x80 ? bytes.subarray(header - 4, header) : null;
  const start = Buffer.from(bytes.subarray(header, header + Math.min(START_BYTES, length)).map((byte, at) => byte ^ (mask?.[at % 4] ?? 0)));
  return { opcode: bytes[0]! & 0x0f, isWhole: (bytes[0]! & 0x80) !== 0, size: header + length, start };
}

/** Bytes of the header that begins here; null while too little of it is known. */
function headerSize(bytes: ArrayLike<number>): number | null {
  if (bytes.length < 2) return null;
  const short = bytes[1]! & 0x7f;
  return 2 + (short === 126 ? 2 : short === 127 ? 8 : 0) + (bytes[1]! & 0x80 ? 4 : 0);
}
