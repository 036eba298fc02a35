import type { TestExtension, XClient } from 'x11';
import type { Input } from '../desktop.js';
import { asked } from './asked.js';
import { Keymap, KEYSYMS_PER_SPARE, printable } from './keymap.js';

const SHIFT_LEFT = 0xffe1;
const SHIFT_RIGHT = 0xffe2;
const SHIFT_MASK = 1;
const LOCK_MASK = 2;
/** X has more buttons than RFB has bits. */
const BUTTONS = 8;

/** Keys and pointer by XTEST. */
export class X11Input implements Input {
  private readonly keymap: Keymap;
  private readonly held = new Map<number, number>();
  private buttons = 0;
  /** Strokes wait for each other: what the modifiers are is asked before each of them. */
  private last: Promise<void> = Promise.resolve();

  private constructor(
    private readonly x: XClient,
    private readonly root: number,
    private readonly test: TestExtension,
    first: number,
    rows: readonly (readonly number[])[],
  ) {
    this.keymap = new Keymap(first, rows, (keycode, keysym) => x.ChangeKeyboardMapping(keycode, KEYSYMS_PER_SPARE, [keysym, keysym]));
    // A run that was killed may have left keys down; releasing what is not held does nothing.
    for (let keycode = first; keycode < first + rows.length; keycode++) this.strike(keycode, false);
  }

  static async create(x: XClient, root: number, test: TestExtension): Promise<X11Input> {
    const { min_keycode: first, max_keycode: last } = x.display;
    const rows = await asked<number[][]>((answer) => x.GetKeyboardMapping(first, last - first + 1, answer));
    return new X11Input(x, root, test, first, rows);
  }

  key(keysym: number, down: boolean): void {
    this.next(() => (down ? this.press(keysym) : this.release(keysym)));
  }

  pointer(x: number, y: number, buttons: number): void {
    this.next(() => {
      this.test.FakeInput(this.test.MotionNotify, 0, 0, this.root, x, y);
      for (let button = 0; button < BUTTONS; button++) {
        const bit = 1 << button;
        if ((this.buttons & bit) === (buttons & bit)) continue;
        this.test.FakeInput((buttons & bit) !== 0 ? this.test.ButtonPress : this.test.ButtonRelease, button + 1, 0, 0, 0, 0);
      }
      this.buttons = buttons;
    });
  }

  releaseAll(): void {
    this.next(() => this.letGo());
  }

  /** At once, as nothing is waited for at an end. */
  close(): void {
    this.letGo();
    this.keymap.restore();
  }

  /** A stroke that fails because the X server has gone is nobody's any more. */
  private next(act: () => void | Promise<void>): void {
    this.last = this.last.then(act).catch(() => undefined);
  }

  private letGo(): void {
    for (const keycode of this.held.values()) this.strike(keycode, false);
    this.held.clear();
    for (let button = 0; button < BUTTONS; button++) if ((this.buttons & (1 << button)) !== 0) this.test.FakeInput(this.test.ButtonRelease, button + 1, 0, 0, 0, 0);
    this.buttons = 0;
  }

  /** The X server repeats held keys by itself; a viewer's own repeats would double them. */
  private async press(keysym: number): Promise<void> {
    if (this.held.has(keysym)) return;
    const stroke = this.keymap.strokeFor(keysym);
    if (!stroke) return;
    if (!printable(keysym) || stroke.shift === null) {
      this.strike(stroke.keycode, true);
    } else {
      const { keyMask } = await asked<{ keyMask: number }>((answer) => this.x.QueryPointer(this.root, answer));
      const isTurnedByLock = (keyMask & LOCK_MASK) !== 0 && this.keymap.isLetter(keysym);
      this.withShift(stroke.shift !== isTurnedByLock, (keyMask & SHIFT_MASK) !== 0, () => this.strike(stroke.keycode, true));
    }
    this.held.set(keysym, stroke.keycode);
  }

  private release(keysym: number): void {
    const keycode = this.held.get(keysym);
    this.held.delete(keysym);
    if (keycode !== undefined) this.strike(keycode, false);
  }

  /** Does something with Shift as it is wanted, and puts it back as the viewer holds it. */
  private withShift(wanted: boolean, has: boolean, act: () => void): void {
    if (wanted === has) return act();
    const shift = this.keymap.strokeFor(SHIFT_LEFT)?.keycode;
    const held = [SHIFT_LEFT, SHIFT_RIGHT].flatMap((keysym) => this.held.get(keysym) ?? []);
    const turned = wanted ? (shift === undefined ? [] : [shift]) : held;
    for (const keycode of turned) this.strike(keycode, wanted);
    act();
    for (const keycode of turned) this.strike(keycode, !wanted);
  }

  private strike(keycode: number, down: boolean): void {
    this.test.FakeInput(down ? this.test.KeyPress : this.test.KeyRelease, keycode, 0, 0, 0, 0);
  }
}
