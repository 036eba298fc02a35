import { Keymap } from './keymap.js';

const NONE = [0, 0, 0, 0];
/** Part of a keyboard: a, 1 and !, Tab, Shift, Ä as a keyboard of Germany has it, two keys that nothing is on. */
const ROWS = [[0x61, 0], [0x31, 0x21], [0xff09, 0xfe20], [0xffe1, 0], [0xe4, 0xc4], NONE, NONE, [0x20, 0x20]];
const FIRST = 8;

describe('the keys of a guest’s keyboard', () => {
  let assigned: string[];
  let keymap: Keymap;
  beforeEach(() => {
    assigned = [];
    keymap = new Keymap(FIRST, ROWS, (keycode, keysym) => assigned.push(`${keycode}=${keysym.toString(16)}`));
  });

  it.each([
    ['a small letter', 0x61, { keycode: 8, shift: false }],
    ['its capital, which the map leaves out', 0x41, { keycode: 8, shift: true }],
    ['a digit', 0x31, { keycode: 9, shift: false }],
    ['the symbol above it', 0x21, { keycode: 9, shift: true }],
    ['Tab, whose Shift is the person’s', 0xff09, { keycode: 10, shift: null }],
    ['a modifier', 0xffe1, { keycode: 11, shift: null }],
    ['a capital with its own place', 0xc4, { keycode: 12, shift: true }],
    ['a Latin letter that is written as Unicode', 0x010000e4, { keycode: 12, shift: false }],
    ['the space, with Shift or without', 0x20, { keycode: 15, shift: null }],
  ])('have %s', (_, keysym, stroke) => {
    expect(keymap.strokeFor(keysym)).toEqual(stroke);
    expect(assigned).toEqual([]);
  });

  it('lend themselves to what is on none of them, in turns', () => {
    expect([0x20ac, 0x010003b1, 0x20ac].map((keysym) => keymap.strokeFor(keysym)?.keycode)).toEqual([13, 14, 13]);
    expect(keymap.strokeFor(0x010003b2)?.keycode).toBe(13);
    expect(assigned).toEqual(['13=20ac', '14=10003b1', '13=10003b2']);
    expect(keymap.strokeFor(0x20ac)?.keycode).toBe(14);
  });

  it('are given back', () => {
    keymap.strokeFor(0x20ac);
    keymap.restore();
    expect(assigned).toEqual(['13=20ac', '13=0']);
  });

  it('know whose case Caps Lock turns', () => {
    expect([0x61, 0x41, 0xe4, 0x31, 0x21].map((keysym) => keymap.isLetter(keysym))).toEqual([true, true, true, false, false]);
  });

  it('type nothing where there is no key to lend', () => {
    expect(new Keymap(FIRST, [[0x61, 0x41]], () => undefined).strokeFor(0x20ac)).toBeUndefined();
  });
});
