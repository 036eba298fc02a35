import { setTimeout as sleep } from 'node:timers/promises';
import type { Picture } from '../screen/picture.js';
import { cursorRectangle, CURSOR, DESKTOP_SIZE, rectangleHeader, serverCutText, serverInit, TIGHT, updateHeader, VERSION, type PixelFormat } from './rfb-wire.js';
import type { Change, SharedDesktop } from './shared-desktop.js';
import { encodeTight } from './tight-encoder.js';
import { ViewerBytes, ViewerRefused, type ViewerMessage } from './viewer-messages.js';

/** What one viewer may do; asked anew for every key, so that less is obeyed at once. */
export interface Permission {
  readonly control: boolean;
  readonly clipboard: boolean;
}

export interface RfbOptions {
  readonly shared: SharedDesktop;
  readonly name: string;
  readonly may: () => Permission;
  readonly send: (bytes: Buffer) => void;
  /** Ends the conversation: what a viewer did wrong, or what failed here. */
  readonly broken: (reason: Error) => void;
}

/** Updates follow each other no faster; the first after a pause goes out at once. */
const SHORTEST_PAUSE_MS = 16;
const NO_SECURITY = 1;

/** One viewer's conversation in RFB 3.8. View-only is enforced here: keys, pointer and clipboard of a viewer that may not are dropped. */
export class RfbSession {
  private readonly bytes = new ViewerBytes();
  private expecting: 'version' | 'security' | 'init' | 'messages' = 'version';
  private format: PixelFormat = { red: 16, green: 8, blue: 0 };
  private encodings: ReadonlySet<number> = new Set();
  private picture: Picture;
  private seen = -1;
  private isWanted = false;
  private isSending = false;
  private isCursorDue = true;
  private isClosed = false;
  private sentAt = 0;
  /** Counts what may have to be shown; `answered` is how far an answer has looked. */
  private changes = 0;
  private answered = 0;
  private readonly stop: (() => void)[] = [];
  private readonly heldKeys = new Set<number>();
  private pointer = { x: 0, y: 0, buttons: 0 };

  constructor(private readonly options: RfbOptions) {
    this.picture = options.shared.picture;
    options.send(Buffer.from(VERSION));
  }

  /** Bytes of the viewer, in any pieces. */
  receive(bytes: Buffer): void {
    try {
      this.bytes.add(bytes);
      while (!this.isClosed && this.step());
    } catch (error) {
      this.options.broken(error as Error);
    }
  }

  /** Lets go of what this viewer held and forgets it. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const stop of this.stop) stop();
    this.release();
  }

  /** Lets go of the keys and buttons that this viewer holds down. */
  release(): void {
    const { input } = this.options.shared.desktop;
    for (const keysym of this.heldKeys) input.key(keysym, false);
    this.heldKeys.clear();
    if (this.pointer.buttons !== 0) input.pointer(this.pointer.x, this.pointer.y, 0);
    this.pointer = { ...this.pointer, buttons: 0 };
  }

  private step(): boolean {
    switch (this.expecting) {
      case 'version': return this.take(VERSION.length, (version) => {
        if (!/^RFB 003\.0(08|889)\n$/.test(version.toString('latin1'))) throw new ViewerRefused('a viewer speaks another version of RFB than 3.8');
        this.options.send(Buffer.from([1, NO_SECURITY]));
        this.expecting = 'security';
      });
      case 'security': return this.take(1, ([type]) => {
        if (type !== NO_SECURITY) throw new ViewerRefused('a viewer chose a security type that was not offered');
        this.options.send(Buffer.alloc(4));
        this.expecting = 'init';
      });
      case 'init': return this.take(1, () => this.start());
      case 'messages': {
        const message = this.bytes.message();
        if (message) this.obey(message);
        return message !== null;
      }
    }
  }

  private take(length: number, use: (bytes: Buffer) => void): boolean {
    const bytes = this.bytes.take(length);
    if (bytes) use(bytes);
    return bytes !== null;
  }

  private start(): void {
    const { shared, send, name, may } = this.options;
    this.stop.push(shared.watch((change) => this.changed(change)));
    this.stop.push(shared.desktop.clipboard.watch((text) => {
      if (may().clipboard) send(serverCutText(text));
    }));
    this.picture = shared.picture;
    send(serverInit(this.picture.size, name));
    this.expecting = 'messages';
  }

  private obey(message: ViewerMessage): void {
    const { desktop } = this.options.shared;
    switch (message.type) {
      case 'pixel-format':
        this.format = message.format;
        return;
      case 'encodings':
        this.encodings = new Set(message.encodings);
        if (!this.encodings.has(TIGHT)) throw new ViewerRefused('a viewer does not know the encoding Tight');
        return;
      case 'request':
        if (!message.incremental) this.seen = -1;
        this.isWanted = true;
        this.changes += 1;
        this.update();
        return;
      case 'key':
        if (!this.options.may().control) return;
        if (message.down) this.heldKeys.add(message.keysym);
        else this.heldKeys.delete(message.keysym);
        return desktop.input.key(message.keysym, message.down);
      case 'pointer':
        if (!this.options.may().control) return;
        this.pointer = message;
        return desktop.input.pointer(message.x, message.y, message.buttons);
      case 'cut-text':
        if (this.options.may().clipboard) desktop.clipboard.write(message.text);
    }
  }

  private changed(change: Change): void {
    if (change === 'cursor') this.isCursorDue = true;
    this.changes += 1;
    this.update();
  }

  /** Answers an open request as soon as there is something to show. */
  private update(): void {
    if (!this.isWanted || this.isSending || this.isClosed) return;
    this.isSending = true;
    this.answer()
      .catch((error: Error) => this.options.broken(error))
      .finally(() => {
        this.isSending = false;
        if (this.changes !== this.answered) this.update();
      });
  }

  private async answer(): Promise<void> {
    const pauseMs = this.sentAt + SHORTEST_PAUSE_MS - performance.now();
    if (pauseMs > 0) await sleep(pauseMs);
    this.answered = this.changes;
    const picture = await this.freshPicture();
    // A request that comes from here on is one for what is not in this answer.
    this.isWanted = false;
    const rectangles = await this.rectangles(picture);
    if (this.isClosed) return;
    if (rectangles.length === 0) {
      this.isWanted = true;
      return;
    }
    this.sentAt = performance.now();
    this.options.send(Buffer.concat([updateHeader(rectangles.length), ...rectangles]));
  }

  /** The picture as it is now; another one where the screen became another while it was looked at. */
  private async freshPicture(): Promise<Picture> {
    const { shared } = this.options;
    for (;;) {
      const { picture } = shared;
      await picture.refresh().catch((error: Error) => {
        if (picture === shared.picture) throw error;
      });
      if (picture === shared.picture) return picture;
    }
  }

  private async rectangles(picture: Picture): Promise<Buffer[]> {
    const { shared } = this.options;
    const shape = this.isCursorDue && this.encodings.has(CURSOR) ? await shared.cursor() : null;
    this.isCursorDue = false;
    const events = shape ? [cursorRectangle(shape, this.format)] : [];
    if (this.picture !== picture) events.unshift(...this.turnTo(picture));
    const strips = this.picture.changedSince(this.seen);
    this.seen = this.picture.version;
    return [...events, ...(await Promise.all(strips.map((area) => encodeTight(area, this.picture.read(area)))))];
  }

  /** Another picture is another screen: all of it is new, and it may have another size. */
  private turnTo(picture: Picture): Buffer[] {
    const { width, height } = this.picture.size;
    const isAsBefore = picture.size.width === width && picture.size.height === height;
    this.picture = picture;
    this.seen = -1;
    if (isAsBefore) return [];
    if (!this.encodings.has(DESKTOP_SIZE)) throw new ViewerRefused('the screen has another size now, and a viewer cannot follow');
    return [rectangleHeader({ x: 0, y: 0, ...picture.size }, DESKTOP_SIZE)];
  }
}
