import { createInflate, type Inflate } from 'node:zlib';

/** Where an RFB server is reached; bytes in any pieces. */
export interface RfbPipe {
  send(bytes: Buffer): void;
  receive(listener: (bytes: Buffer) => void): void;
  closed(listener: () => void): void;
  close(): void;
}

const TIGHT = 7;
const CURSOR = -239;
const DESKTOP_SIZE = -223;
const LAST_RECT = -224;
const PIXEL_FORMAT = Buffer.from([0, 0, 0, 0, 32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 0, 8, 16, 0, 0, 0]);

/**
 * A host's viewer without a browser: RFB 3.8 with Tight, decoded by its own reading of the protocol, nothing of the client's. The picture is
 * 0xRRGGBB numbers. Asks for the next update as soon as one is here, as browsers do.
 */
export class RfbViewer {
  width = 0;
  height = 0;
  name = '';
  picture = new Uint32Array(0);
  updates = 0;
  bytes = 0;
  cursor: { readonly width: number; readonly height: number } | null = null;
  readonly cutTexts: string[] = [];
  isClosed = false;
  failure: Error | undefined;
  private held = Buffer.alloc(0);
  private wanted: { length: number; resolve: (bytes: Buffer) => void; reject: (error: Error) => void } | undefined;
  private readonly streams: (Inflate | undefined)[] = [];
  private readonly waiting: (() => void)[] = [];

  private constructor(private readonly pipe: RfbPipe) {
    pipe.receive((bytes) => {
      this.bytes += bytes.length;
      this.held = Buffer.concat([this.held, bytes]);
      this.hand();
    });
    pipe.closed(() => {
      this.isClosed = true;
      this.wanted?.reject(new Error('the server closed the connection'));
      this.wake();
    });
  }

  /** Shakes hands and waits for the first whole picture. */
  static async over(pipe: RfbPipe): Promise<RfbViewer> {
    const viewer = new RfbViewer(pipe);
    await viewer.shakeHands();
    viewer.run().catch((error: Error) => {
      if (!viewer.isClosed) viewer.failure = error;
      viewer.wake();
    });
    await viewer.changed(0);
    return viewer;
  }

  key(keysym: number, down: boolean): void {
    const message = Buffer.alloc(8);
    message[0] = 4;
    message[1] = down ? 1 : 0;
    message.writeUInt32BE(keysym, 4);
    this.pipe.send(message);
  }

  /** Types as a keyboard of a browser does: Shift is a key of its own. */
  type(text: string): void {
    for (const character of text) {
      const keysym = character === '\n' ? 0xff0d : character.codePointAt(0)! < 0x100 ? character.codePointAt(0)! : 0x01000000 + character.codePointAt(0)!;
      const isShifted = /[A-Z~!@#$%^&*()_+{}|:"<>?]/.test(character);
      if (isShifted) this.key(0xffe1, true);
      this.key(keysym, true);
      this.key(keysym, false);
      if (isShifted) this.key(0xffe1, false);
    }
  }

  pointer(x: number, y: number, buttons = 0): void {
    const message = Buffer.from([5, buttons, 0, 0, 0, 0]);
    message.writeUInt16BE(x, 2);
    message.writeUInt16BE(y, 4);
    this.pipe.send(message);
  }

  click(x: number, y: number): void {
    this.pointer(x, y);
    this.pointer(x, y, 1);
    this.pointer(x, y);
  }

  cutText(text: string): void {
    const content = Buffer.from(text, 'latin1');
    const message = Buffer.alloc(8);
    message[0] = 6;
    message.writeUInt32BE(content.length, 4);
    this.pipe.send(Buffer.concat([message, content]));
  }

  pixel(x: number, y: number): number {
    return this.picture[y * this.width + x]!;
  }

  /** Resolves once more than so many updates have come; rejects where the conversation broke. */
  async changed(since = this.updates): Promise<void> {
    while (this.updates <= since) {
      if (this.failure) throw this.failure;
      if (this.isClosed) throw new Error('the viewer was closed');
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  close(): void {
    this.pipe.close();
  }

  private async shakeHands(): Promise<void> {
    const version = (await this.take(12)).toString('latin1');
    if (version !== 'RFB 003.008\n') throw new Error(`the server speaks ${version}`);
    this.pipe.send(Buffer.from(version));
    const types = await this.take((await this.take(1))[0]!);
    if (!types.includes(1)) throw new Error('the server wants a password');
    this.pipe.send(Buffer.from([1]));
    if ((await this.take(4)).readUInt32BE(0) !== 0) throw new Error('the server refused');
    this.pipe.send(Buffer.from([1]));
    const init = await this.take(24);
    this.resize(init.readUInt16BE(0), init.readUInt16BE(2));
    this.name = (await this.take(init.readUInt32BE(20))).toString('utf8');
    this.pipe.send(PIXEL_FORMAT);
    const encodings = [TIGHT, CURSOR, DESKTOP_SIZE, LAST_RECT];
    const message = Buffer.alloc(4 + 4 * encodings.length);
    message[0] = 2;
    message.writeUInt16BE(encodings.length, 2);
    encodings.forEach((encoding, index) => message.writeInt32BE(encoding, 4 + index * 4));
    this.pipe.send(message);
  }

  private async run(): Promise<void> {
    for (let incremental = 0; ; ) {
      const request = Buffer.from([3, incremental, 0, 0, 0, 0, 0, 0, 0, 0]);
      request.writeUInt16BE(this.width, 6);
      request.writeUInt16BE(this.height, 8);
      this.pipe.send(request);
      while (!(await this.message()));
      incremental = 1;
      this.updates += 1;
      this.wake();
    }
  }

  /** One message of the server; true for an update. */
  private async message(): Promise<boolean> {
    const type = (await this.take(1))[0];
    if (type === 0) {
      const count = (await this.take(3)).readUInt16BE(1);
      for (let left = count; left > 0; left--) if (!(await this.rectangle())) break;
      return true;
    }
    if (type === 3) this.cutTexts.push((await this.take((await this.take(7)).readUInt32BE(3))).toString('latin1'));
    else if (type !== 2) throw new Error(`a server message of the unknown type ${type}`);
    return false;
  }

  private async rectangle(): Promise<boolean> {
    const header = await this.take(12);
    const [x, y, width, height] = [0, 2, 4, 6].map((at) => header.readUInt16BE(at)) as [number, number, number, number];
    switch (header.readInt32BE(8)) {
      case TIGHT:
        await this.tight(x, y, width, height);
        return true;
      case CURSOR:
        await this.take(width * height * 4 + Math.ceil(width / 8) * height);
        this.cursor = { width, height };
        return true;
      case DESKTOP_SIZE:
        this.resize(width, height);
        return true;
      case LAST_RECT:
        return false;
      default:
        throw new Error(`an encoding that nobody asked for: ${header.readInt32BE(8)}`);
    }
  }

  private async tight(x: number, y: number, width: number, height: number): Promise<void> {
    const control = (await this.take(1))[0]!;
    for (let stream = 0; stream < 4; stream++) if ((control & (1 << stream)) !== 0) this.streams[stream] = undefined;
    const paint = (at: number, red: number, green: number, blue: number) => {
      this.picture[(y + Math.floor(at / width)) * this.width + x + (at % width)] = (red << 16) | (green << 8) | blue;
    };
    if (control >> 4 === 8) {
      const [red, green, blue] = await this.take(3);
      for (let at = 0; at < width * height; at++) paint(at, red!, green!, blue!);
      return;
    }
    if (control >> 7 !== 0) throw new Error(`a Tight rectangle of the unknown kind ${control >> 4}`);
    const filter = (control & 0x40) !== 0 ? (await this.take(1))[0] : 0;
    const stream = (control >> 4) & 3;
    if (filter === 1) {
      const palette = await this.take(((await this.take(1))[0]! + 1) * 3);
      const isBits = palette.length === 6;
      const rowBytes = isBits ? Math.ceil(width / 8) : width;
      const data = await this.inflated(stream, rowBytes * height);
      for (let at = 0; at < width * height; at++) {
        const [row, column] = [Math.floor(at / width), at % width];
        const index = isBits ? (data[row * rowBytes + (column >> 3)]! >> (7 - (column & 7))) & 1 : data[at]!;
        paint(at, palette[index * 3]!, palette[index * 3 + 1]!, palette[index * 3 + 2]!);
      }
      return;
    }
    if (filter !== 0) throw new Error(`a Tight filter that is not known here: ${filter}`);
    const data = await this.inflated(stream, width * height * 3);
    for (let at = 0; at < width * height; at++) paint(at, data[at * 3]!, data[at * 3 + 1]!, data[at * 3 + 2]!);
  }

  private async inflated(stream: number, length: number): Promise<Buffer> {
    if (length < 12) return this.take(length);
    let compressedLength = 0;
    for (let shift = 0; shift <= 14; shift += 7) {
      const byte = (await this.take(1))[0]!;
      compressedLength |= (shift === 14 ? byte : byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    const compressed = await this.take(compressedLength);
    const inflate = (this.streams[stream] ??= createInflate());
    const parts: Buffer[] = [];
    let have = 0;
    return new Promise((resolve, reject) => {
      const done = (error?: Error) => {
        inflate.off('data', more).off('error', done);
        if (error) reject(error);
        else resolve(Buffer.concat(parts));
      };
      const more = (part: Buffer) => {
        parts.push(part);
        have += part.length;
        if (have === length) done();
        if (have > length) done(new Error('more pixels than the rectangle has'));
      };
      inflate.on('data', more).once('error', done);
      inflate.write(compressed);
    });
  }

  private resize(width: number, height: number): void {
    [this.width, this.height] = [width, height];
    this.picture = new Uint32Array(width * height);
  }

  private take(length: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      if (this.isClosed && this.held.length < length) return reject(new Error('the server closed the connection'));
      this.wanted = { length, resolve, reject };
      this.hand();
    });
  }

  private hand(): void {
    if (!this.wanted || this.held.length < this.wanted.length) return;
    const { length, resolve } = this.wanted;
    this.wanted = undefined;
    const taken = this.held.subarray(0, length);
    this.held = this.held.subarray(length);
    resolve(taken);
  }

  private wake(): void {
    for (const resume of this.waiting.splice(0)) resume();
  }
}
