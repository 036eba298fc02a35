import type { Input } from '../desktop.js';
import { characterOf, COMMANDING, isExtended, virtualKey } from './virtual-keys.js';
import type { WindowsApi } from './windows-api.js';
import { virtualScreen } from './windows-screen.js';

/** INPUT of 64-bit Windows. */
const INPUT_BYTES = 40;
const MOUSE = 0;
const KEYBOARD = 1;
const KEY = { extended: 1, up: 2, unicode: 4 } as const;
const POINTER = { move: 1, wheel: 0x800, horizontalWheel: 0x1000, wholeDesk: 0x4000, absolute: 0x8000 } as const;
/** By the bits of RFB: how a button goes down and up. */
const BUTTONS: readonly (readonly [bit: number, down: number, up: number])[] = [[1, 0x02, 0x04], [2, 0x20, 0x40], [4, 0x08, 0x10]];
const WHEELS: readonly (readonly [bit: number, flag: number, turn: number])[] = [
  [8, POINTER.wheel, 120], [16, POINTER.wheel, -120], [32, POINTER.horizontalWheel, -120], [64, POINTER.horizontalWheel, 120],
];
/** The virtual desk is as wide and as high, whatever its pixels. */
const DESK = 65535;

/** Keys and pointer by SendInput: characters as characters, so that no keyboard layout is in the way; commands as keys. */
export class WindowsInput implements Input {
  /** What each keysym pressed: a virtual key, or characters. */
  private readonly held = new Map<number, number | string>();
  private buttons = 0;
  private at = { x: 0, y: 0 };

  constructor(private readonly api: WindowsApi) {}

  key(keysym: number, down: boolean): void {
    const what = down ? this.whatFor(keysym) : this.held.get(keysym);
    if (what === undefined) return;
    if (down) this.held.set(keysym, what);
    else this.held.delete(keysym);
    this.strike(what, down);
  }

  pointer(x: number, y: number, buttons: number): void {
    const { width, height } = virtualScreen(this.api);
    this.at = { x, y };
    const dx = Math.round((x * DESK) / Math.max(1, width - 1));
    const dy = Math.round((y * DESK) / Math.max(1, height - 1));
    const inputs = [mouse(POINTER.move | POINTER.absolute | POINTER.wholeDesk, 0, dx, dy)];
    for (const [bit, down, up] of BUTTONS) if ((this.buttons & bit) !== (buttons & bit)) inputs.push(mouse((buttons & bit) !== 0 ? down : up));
    for (const [bit, flag, turn] of WHEELS) if ((buttons & bit) !== 0 && (this.buttons & bit) === 0) inputs.push(mouse(flag, turn));
    this.buttons = buttons;
    this.send(inputs);
  }

  releaseAll(): void {
    for (const what of this.held.values()) this.strike(what, false);
    this.held.clear();
    if (this.buttons !== 0) this.pointer(this.at.x, this.at.y, 0);
  }

  private whatFor(keysym: number): number | string | undefined {
    const key = virtualKey(keysym);
    if (key !== undefined) return key;
    const character = characterOf(keysym);
    const isCommand = [...this.held.values()].some((what) => typeof what === 'number' && COMMANDING.has(what));
    if (character === undefined || !isCommand || character.length !== 1) return character;
    const scanned = this.api.VkKeyScanW(character.charCodeAt(0));
    return scanned === -1 ? character : scanned & 0xff;
  }

  private strike(what: number | string, down: boolean): void {
    const up = down ? 0 : KEY.up;
    if (typeof what === 'number') this.send([keyboard(what, 0, up | (isExtended(what) ? KEY.extended : 0))]);
    else this.send(what.split('').map((unit) => keyboard(0, unit.charCodeAt(0), KEY.unicode | up)));
  }

  private send(inputs: readonly Buffer[]): void {
    this.api.SendInput(inputs.length, Buffer.concat(inputs), INPUT_BYTES);
  }
}

function keyboard(key: number, scan: number, flags: number): Buffer {
  const input = Buffer.alloc(INPUT_BYTES);
  input.writeUInt32LE(KEYBOARD, 0);
  input.writeUInt16LE(key, 8);
  input.writeUInt16LE(scan, 10);
  input.writeUInt32LE(flags, 12);
  return input;
}

function mouse(flags: number, data = 0, dx = 0, dy = 0): Buffer {
  const input = Buffer.alloc(INPUT_BYTES);
  input.writeUInt32LE(MOUSE, 0);
  input.writeInt32LE(dx, 8);
  input.writeInt32LE(dy, 12);
  input.writeInt32LE(data, 16);
  input.writeUInt32LE(flags, 20);
  return input;
}
