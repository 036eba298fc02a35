/** A rectangle of pixels of the screen. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The shape of the pointer: rows of 32-bit BGRA, not premultiplied. */
export interface CursorShape extends Size {
  readonly hotX: number;
  readonly hotY: number;
  readonly pixels: Buffer;
}

/** What is seen. Pixels are rows of 32 bits, blue first, the fourth byte of no meaning. */
export interface Screen {
  readonly size: Size;
  /** Where something may have changed since it was last asked; the first answer is everything. */
  takeDamage(): Rect[];
  capture(area: Rect): Promise<Buffer>;
  cursor(): Promise<CursorShape | null>;
  /** Calls back whenever a look would pay: damage, another size, another cursor. Returns how to stop. */
  watch(changed: (what: 'pixels' | 'size' | 'cursor') => void): () => void;
}

/** What is typed and pointed at. Keys are keysyms, as RFB has them; nothing of it fails for a key that nobody knows. */
export interface Input {
  key(keysym: number, down: boolean): void;
  /** The mask of RFB: bit 0 is the left button, bits 3 and 4 the wheel. */
  pointer(x: number, y: number, buttons: number): void;
  /** Lets go of whatever this input holds down. */
  releaseAll(): void;
}

export interface Clipboard {
  write(text: string): void;
  /** Calls back with every text that somebody else copies. Returns how to stop. */
  watch(copied: (text: string) => void): () => void;
}

/** The desktop of one computer: the one interface that X11 and Windows implement. */
export interface Desktop {
  readonly screen: Screen;
  readonly input: Input;
  readonly clipboard: Clipboard;
  close(): void;
}
