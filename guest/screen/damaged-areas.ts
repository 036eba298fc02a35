import type { Rect, Size } from './desktop.js';

/** Beyond so many rectangles one look at what surrounds them all costs less than a look at each. */
const MOST = 12;

/** What is damaged, in few rectangles: one that lies within, or beside what it makes no larger, is one with it. */
export class DamagedAreas {
  private areas: Rect[];

  constructor(size: Size) {
    this.areas = [whole(size)];
  }

  everything(size: Size): void {
    this.areas = [whole(size)];
  }

  add(area: Rect): void {
    for (let merged = area; ; ) {
      const near = this.areas.findIndex((other) => pixels(around(other, merged)) <= pixels(other) + pixels(merged));
      if (near < 0) {
        this.areas.push(merged);
        break;
      }
      merged = around(this.areas.splice(near, 1)[0]!, merged);
    }
    if (this.areas.length > MOST) this.areas = [this.areas.reduce(around)];
  }

  take(): Rect[] {
    const taken = this.areas;
    this.areas = [];
    return taken;
  }
}

function whole({ width, height }: Size): Rect {
  return { x: 0, y: 0, width, height };
}

function pixels({ width, height }: Rect): number {
  return width * height;
}

function around(one: Rect, other: Rect): Rect {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  return { x, y, width: Math.max(one.x + one.width, other.x + other.width) - x, height: Math.max(one.y + one.height, other.y + other.height) - y };
}
