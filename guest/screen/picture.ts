import type { Rect, Screen, Size } from './desktop.js';

export const TILE = 64;
/** A strip of changed tiles is cut here: long enough to compress well, short enough for few colours. */
const WIDEST = 8 * TILE;

/**
 * What the screen looked like last, and which tiles have changed in which version. Viewers share it; each remembers only the version it has seen.
 * What was drawn again without a change is no change: damage is a hint, the pixels decide.
 */
export class Picture {
  private pixels: Buffer;
  private changedIn: Uint32Array;
  private across: number;
  private current = 0;
  private refreshing: Promise<void> | undefined;

  constructor(private readonly screen: Screen) {
    this.size = screen.size;
    this.pixels = Buffer.alloc(this.size.width * this.size.height * 4);
    this.across = Math.ceil(this.size.width / TILE);
    this.changedIn = new Uint32Array(this.across * Math.ceil(this.size.height / TILE));
  }

  readonly size: Size;

  get version(): number {
    return this.current;
  }

  /** Takes over what the screen says has changed; one at a time, whoever asks. */
  refresh(): Promise<void> {
    this.refreshing ??= this.takeOver().finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  /** The tiles that changed after a version, in strips. */
  changedSince(version: number): Rect[] {
    const strips: Rect[] = [];
    for (let row = 0; row * TILE < this.size.height; row++) {
      let from = -1;
      for (let column = 0; column <= this.across; column++) {
        const changed = column < this.across && this.changedIn[row * this.across + column]! > version;
        const isLongEnough = from >= 0 && (column - from) * TILE >= WIDEST;
        if (from >= 0 && (!changed || isLongEnough)) {
          strips.push(this.within({ x: from * TILE, y: row * TILE, width: (column - from) * TILE, height: TILE }));
          from = -1;
        }
        if (changed && from < 0) from = column;
      }
    }
    return strips;
  }

  /** The pixels of an area as numbers 0x00RRGGBB, row by row. */
  read({ x, y, width, height }: Rect): Uint32Array {
    const all = new Uint32Array(this.pixels.buffer, this.pixels.byteOffset, this.pixels.length / 4);
    const area = new Uint32Array(width * height);
    for (let row = 0; row < height; row++) {
      const from = (y + row) * this.size.width + x;
      for (let column = 0; column < width; column++) area[row * width + column] = all[from + column]! & 0xffffff;
    }
    return area;
  }

  private async takeOver(): Promise<void> {
    const areas = this.screen.takeDamage().map((area) => this.within(area)).filter(({ width, height }) => width > 0 && height > 0);
    if (areas.length === 0) return;
    const captured = await Promise.all(areas.map((area) => this.screen.capture(area)));
    const next = this.current + 1;
    areas.forEach((area, index) => {
      if (this.lay(area, captured[index]!, next)) this.current = next;
    });
  }

  /** Lays fresh pixels over the old ones; says whether any differed. */
  private lay({ x, y, width, height }: Rect, fresh: Buffer, version: number): boolean {
    let changed = false;
    for (let row = 0; row < height; row++) {
      const old = ((y + row) * this.size.width + x) * 4;
      const from = row * width * 4;
      if (fresh.compare(this.pixels, old, old + width * 4, from, from + width * 4) === 0) continue;
      changed = true;
      this.markRow(x, y + row, width, fresh, from, version);
      fresh.copy(this.pixels, old, from, from + width * 4);
    }
    return changed;
  }

  private markRow(x: number, y: number, width: number, fresh: Buffer, from: number, version: number): void {
    const tiles = Math.floor(y / TILE) * this.across;
    for (let column = x; column < x + width; ) {
      const tile = Math.floor(column / TILE);
      const end = Math.min((tile + 1) * TILE, x + width);
      if (this.changedIn[tiles + tile] !== version) {
        const old = (y * this.size.width + column) * 4;
        const at = from + (column - x) * 4;
        const length = (end - column) * 4;
        if (fresh.compare(this.pixels, old, old + length, at, at + length) !== 0) this.changedIn[tiles + tile] = version;
      }
      column = end;
    }
  }

  private within({ x, y, width, height }: Rect): Rect {
    const [left, top] = [Math.max(0, x), Math.max(0, y)];
    return { x: left, y: top, width: Math.min(x + width, this.size.width) - left, height: Math.min(y + height, this.size.height) - top };
  }
}
