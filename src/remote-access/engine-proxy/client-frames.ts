/**
 * Reads the WebSocket frames that a browser sends, without keeping them: reports the first bytes of each message, unmasked.
 * It only looks and never changes what passes.
 */
export class ClientFrames {
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
    this.wanted = opcode === 1 || opcode === 2 ? Math.min(32, this.payloadLeft) : 0;
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

/** Bytes of the header that begins here; null while too little of it is known. */
function headerSize(bytes: readonly number[]): number | null {
  if (bytes.length < 2) return null;
  const short = bytes[1]! & 0x7f;
  return 2 + (short === 126 ? 2 : short === 127 ? 8 : 0) + (bytes[1]! & 0x80 ? 4 : 0);
}
