import { eventMask, type DamageExtension, type FixesExtension, type XClient, type XEvent } from 'x11';
import type { CursorShape, Rect, Screen, Size } from '../desktop.js';
import { DamagedAreas } from '../damaged-areas.js';
import { asked } from './asked.js';

const Z_PIXMAP = 2;
const ALL_PLANES = 0xffffffff;

/** The root window: GetImage of what DAMAGE says was drawn on. */
export class X11Screen implements Screen {
  private readonly damaged: DamagedAreas;
  private readonly watchers = new Set<(what: 'pixels' | 'size' | 'cursor') => void>();
  private damageId: number | undefined;

  constructor(
    private readonly x: XClient,
    private readonly root: number,
    private current: Size,
    private readonly damage: DamageExtension,
    private readonly fixes: FixesExtension,
  ) {
    this.damaged = new DamagedAreas(current);
    x.ChangeWindowAttributes(root, { eventMask: eventMask.StructureNotify });
    fixes.SelectCursorInput(root, fixes.CursorNotifyMask.DisplayCursor);
    x.on('event', (event) => this.happened(event));
  }

  get size(): Size {
    return this.current;
  }

  takeDamage(): Rect[] {
    return this.damaged.take();
  }

  async capture({ x, y, width, height }: Rect): Promise<Buffer> {
    const { data } = await asked<{ data: Buffer }>((answer) => this.x.GetImage(Z_PIXMAP, this.root, x, y, width, height, ALL_PLANES, answer));
    if (data.length < width * height * 4) throw new Error('the X server has another pixel format than 32 bits');
    return data;
  }

  async cursor(): Promise<CursorShape> {
    const { width, height, xhot, yhot, cursorImage } = await asked<Parameters<Parameters<FixesExtension['GetCursorImage']>[0]>[1]>((answer) => this.fixes.GetCursorImage(answer));
    return { width, height, hotX: xhot, hotY: yhot, pixels: withoutPremultiplication(cursorImage) };
  }

  watch(changed: (what: 'pixels' | 'size' | 'cursor') => void): () => void {
    this.watchers.add(changed);
    if (this.damageId === undefined) {
      // What was drawn while nobody looked was not reported.
      this.damaged.everything(this.current);
      this.damageId = this.x.AllocID();
      this.damage.Create(this.damageId, this.root, this.damage.ReportLevel.RawRectangles);
    }
    return () => {
      this.watchers.delete(changed);
      if (this.watchers.size > 0 || this.damageId === undefined) return;
      this.damage.Destroy(this.damageId);
      this.damageId = undefined;
    };
  }

  private happened(event: XEvent): void {
    if (event.name === 'DamageNotify' && event.area) {
      const { x, y, w, h } = event.area;
      this.damaged.add({ x, y, width: w, height: h });
      this.tell('pixels');
    } else if (event.name === 'CursorNotify') {
      this.tell('cursor');
    } else if (event.name === 'ConfigureNotify' && event.wid === this.root && (event.width !== this.current.width || event.height !== this.current.height)) {
      this.current = { width: event.width!, height: event.height! };
      this.damaged.everything(this.current);
      this.tell('size');
    }
  }

  private tell(what: 'pixels' | 'size' | 'cursor'): void {
    for (const watcher of [...this.watchers]) watcher(what);
  }
}

function withoutPremultiplication(pixels: Buffer): Buffer {
  const straight = Buffer.from(pixels);
  for (let at = 0; at < straight.length; at += 4) {
    const alpha = straight[at + 3]!;
    if (alpha === 0 || alpha === 255) continue;
    for (let channel = at; channel < at + 3; channel++) straight[channel] = Math.min(255, Math.round((straight[channel]! * 255) / alpha));
  }
  return straight;
}
