import { RfbSession, type Permission } from './rfb-session.js';
import { SharedDesktop } from './shared-desktop.js';
import { RfbViewer } from '../../test/support/rfb-viewer.js';
import type { CursorShape, Desktop, Rect } from '../screen/desktop.js';

/** A desktop in memory: what was done to it, and what is on it. */
class DrawnDesktop implements Desktop {
  readonly done: string[] = [];
  size = { width: 200, height: 130 };
  colour = 0x112233;
  damage: Rect[] = [{ x: 0, y: 0, width: 200, height: 130 }];
  captured = 0;
  copied: (text: string) => void = () => undefined;
  changed: ((what: 'pixels' | 'size' | 'cursor') => void) | undefined;
  readonly screen = {
    size: this.size,
    takeDamage: () => this.damage.splice(0),
    capture: ({ width, height }: Rect) => {
      this.captured += width * height;
      const bytes = Buffer.alloc(width * height * 4);
      for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(this.colour, at);
      return Promise.resolve(bytes);
    },
    cursor: (): Promise<CursorShape> => Promise.resolve({ width: 2, height: 1, hotX: 0, hotY: 0, pixels: Buffer.alloc(8, 255) }),
    watch: (changed: (what: 'pixels' | 'size' | 'cursor') => void) => {
      this.changed = changed;
      return () => (this.changed = undefined);
    },
  };
  readonly input = {
    key: (keysym: number, down: boolean) => void this.done.push(`${down ? 'down' : 'up'} ${keysym.toString(16)}`),
    pointer: (x: number, y: number, buttons: number) => void this.done.push(`pointer ${x},${y} ${buttons}`),
    releaseAll: () => void this.done.push('release'),
  };
  readonly clipboard = {
    write: (text: string) => void this.done.push(`copy ${text}`),
    watch: (copied: (text: string) => void) => {
      this.copied = copied;
      return () => undefined;
    },
  };
  close(): void {}

  paint(colour: number, area: Rect): void {
    this.colour = colour;
    this.damage.push(area);
    this.changed?.('pixels');
  }
}

async function looking(desktop: DrawnDesktop, may: Permission = { control: true, clipboard: true }) {
  const broken: string[] = [];
  let receive: (bytes: Buffer) => void = () => undefined;
  const early: Buffer[] = [];
  const session = new RfbSession({ shared: new SharedDesktop(desktop), name: 'Dana', may: () => may, send: (bytes) => { early.push(bytes); receive(bytes); }, broken: (reason) => broken.push(reason.message) });
  const viewer = await RfbViewer.over({
    // In two pieces, wherever that falls.
    send: (bytes) => [bytes.subarray(0, 3), bytes.subarray(3)].forEach((piece) => session.receive(piece)),
    receive: (listener) => {
      receive = listener;
      setImmediate(() => listener(early[0]!));
    },
    closed: () => undefined,
    close: () => session.close(),
  });
  return { session, viewer, broken };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 60));

describe('one viewer’s conversation', () => {
  let desktop: DrawnDesktop;
  beforeEach(() => (desktop = new DrawnDesktop()));

  it('begins with all of the screen, its name and the pointer', async () => {
    const { viewer } = await looking(desktop);
    expect([viewer.width, viewer.height, viewer.name, viewer.cursor]).toEqual([200, 130, 'Dana', { width: 2, height: 1 }]);
    expect(viewer.picture.every((pixel) => pixel === 0x112233)).toBe(true);
  });

  it('goes on with what has changed, and captures no more than that', async () => {
    const { viewer } = await looking(desktop);
    const [captured, bytes] = [desktop.captured, viewer.bytes];
    desktop.paint(0xffeedd, { x: 10, y: 10, width: 5, height: 4 });
    await viewer.changed();
    expect([viewer.pixel(12, 12), viewer.pixel(9, 10), viewer.pixel(15, 10)]).toEqual([0xffeedd, 0x112233, 0x112233]);
    expect(desktop.captured - captured).toBe(20);
    expect(viewer.bytes - bytes).toBeLessThan(300);
  });

  it('is silent while nothing changes, and where what was drawn looks as before', async () => {
    const { viewer } = await looking(desktop);
    await settled();
    const { updates } = viewer;
    desktop.paint(0x112233, { x: 0, y: 0, width: 200, height: 130 });
    await settled();
    expect(viewer.updates).toBe(updates);
  });

  it('follows a screen that becomes another size', async () => {
    const { viewer } = await looking(desktop);
    Object.assign(desktop.screen, { size: { width: 64, height: 40 } });
    desktop.damage.push({ x: 0, y: 0, width: 64, height: 40 });
    desktop.changed?.('size');
    await viewer.changed();
    expect([viewer.width, viewer.height, viewer.pixel(63, 39)]).toEqual([64, 40, 0x112233]);
  });

  it('types, points and copies for a host who may', async () => {
    const { viewer } = await looking(desktop);
    viewer.type('a');
    viewer.click(7, 9);
    viewer.cutText('¡olé!');
    desktop.copied('back');
    await settled();
    expect(desktop.done).toEqual(['down 61', 'up 61', 'pointer 7,9 0', 'pointer 7,9 1', 'pointer 7,9 0', 'copy ¡olé!']);
    expect(viewer.cutTexts).toEqual(['back']);
  });

  it('drops all of it for a host who may only look', async () => {
    const { viewer } = await looking(desktop, { control: false, clipboard: false });
    viewer.type('a');
    viewer.click(7, 9);
    viewer.cutText('no');
    desktop.copied('secret');
    await settled();
    expect([desktop.done, viewer.cutTexts]).toEqual([[], []]);
  });

  it('obeys less from the next key on, once less is allowed', async () => {
    const may = { control: true, clipboard: false };
    const { viewer } = await looking(desktop, may);
    viewer.key(0x61, true);
    may.control = false;
    viewer.key(0x62, true);
    expect(desktop.done).toEqual(['down 61']);
  });

  it('lets go of keys and buttons when it ends', async () => {
    const { viewer } = await looking(desktop);
    viewer.key(0xffe3, true);
    viewer.key(0x61, true);
    viewer.key(0x61, false);
    viewer.pointer(3, 4, 1);
    viewer.close();
    expect(desktop.done.slice(-2)).toEqual(['up ffe3', 'pointer 3,4 0']);
    expect(desktop.changed).toBeUndefined();
  });

  it.each([
    ['another version', [Buffer.from('RFB 003.003\n')], 'another version'],
    ['a security type that was not offered', [Buffer.from('RFB 003.008\n'), Buffer.from([2])], 'not offered'],
    ['an unknown message', [Buffer.from('RFB 003.008\n'), Buffer.from([1, 1, 99])], 'unknown type 99'],
    ['a clipboard of four gigabytes', [Buffer.from('RFB 003.008\n'), Buffer.from([1, 1, 6, 0, 0, 0, 255, 255, 255, 255])], '262144 are the most'],
    ['colours of 16 bits', [Buffer.from('RFB 003.008\n'), Buffer.from([1, 1]), Buffer.from([0, 0, 0, 0, 16, 16, 0, 1, 0, 31, 0, 63, 0, 31, 11, 5, 0, 0, 0, 0])], 'another pixel format'],
    ['no Tight', [Buffer.from('RFB 003.008\n'), Buffer.from([1, 1]), Buffer.from([2, 0, 0, 1, 0, 0, 0, 0])], 'does not know the encoding Tight'],
  ])('ends with a viewer that has %s', (_, said, reason) => {
    const broken: string[] = [];
    const session = new RfbSession({ shared: new SharedDesktop(desktop), name: '', may: () => ({ control: true, clipboard: true }), send: () => undefined, broken: (error) => broken.push(error.message) });
    for (const bytes of said) session.receive(bytes);
    expect(broken).toEqual([expect.stringContaining(reason)]);
  });
});
