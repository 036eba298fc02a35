import type { CursorShape, Rect, Screen, Size } from '../desktop.js';
import { ARROW } from './arrow.js';
import type { WindowsApi } from './windows-api.js';

const SM_VIRTUAL = { x: 76, y: 77, width: 78, height: 79 } as const;
/** With layered windows, which menus and tool tips are. */
const COPY_WITH_LAYERS = 0x00cc0020 | 0x40000000;
const LOOK_EVERY_MS = 33;

/** Where the virtual screen of all monitors begins, and how large it is. */
export interface VirtualScreen extends Size {
  readonly x: number;
  readonly y: number;
}

export function virtualScreen(api: WindowsApi): VirtualScreen {
  const metric = (index: number) => api.GetSystemMetrics(index);
  return { x: metric(SM_VIRTUAL.x), y: metric(SM_VIRTUAL.y), width: metric(SM_VIRTUAL.width), height: metric(SM_VIRTUAL.height) };
}

/** The desktop by BitBlt. Windows does not say what was drawn on: all of it is looked at, thirty times a second, while a viewer waits. */
export class WindowsScreen implements Screen {
  private bounds: VirtualScreen;

  constructor(private readonly api: WindowsApi) {
    this.bounds = virtualScreen(api);
  }

  get size(): Size {
    return { width: this.bounds.width, height: this.bounds.height };
  }

  takeDamage(): Rect[] {
    return [{ x: 0, y: 0, ...this.size }];
  }

  capture({ x, y, width, height }: Rect): Promise<Buffer> {
    const { api } = this;
    const screen = api.GetDC(null);
    const memory = api.CreateCompatibleDC(screen);
    const bitmap = api.CreateCompatibleBitmap(screen, width, height);
    try {
      const before = api.SelectObject(memory, bitmap);
      api.BitBlt(memory, 0, 0, width, height, screen, this.bounds.x + x, this.bounds.y + y, COPY_WITH_LAYERS);
      api.SelectObject(memory, before);
      const pixels = Buffer.alloc(width * height * 4);
      const lines = api.GetDIBits(memory, bitmap, 0, height, pixels, bitmapInfo(width, height), 0);
      return lines === 0 ? Promise.reject(new Error('Windows gave no picture of its screen')) : Promise.resolve(pixels);
    } finally {
      api.DeleteObject(bitmap);
      api.DeleteDC(memory);
      api.ReleaseDC(null, screen);
    }
  }

  cursor(): Promise<CursorShape> {
    return Promise.resolve(ARROW);
  }

  watch(changed: (what: 'pixels' | 'size' | 'cursor') => void): () => void {
    const timer = setInterval(() => {
      const now = virtualScreen(this.api);
      const isOther = now.width !== this.bounds.width || now.height !== this.bounds.height || now.x !== this.bounds.x || now.y !== this.bounds.y;
      this.bounds = now;
      changed(isOther ? 'size' : 'pixels');
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }
}

/** BITMAPINFOHEADER of 32 bits a pixel, the first row on top. */
function bitmapInfo(width: number, height: number): Buffer {
  const info = Buffer.alloc(40 + 12);
  info.writeUInt32LE(40, 0);
  info.writeInt32LE(width, 4);
  info.writeInt32LE(-height, 8);
  info.writeUInt16LE(1, 12);
  info.writeUInt16LE(32, 14);
  return info;
}
