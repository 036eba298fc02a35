import type { Presence } from '../session/session-state.js';

export const ICON_SIZE = 32;

/** A shape as its distance from a point: negative inside. */
type Shape = (x: number, y: number) => number;

const roundedBox = (left: number, top: number, right: number, bottom: number, radius: number): Shape => (x, y) => {
  const dx = Math.abs(x - (left + right) / 2) - (right - left) / 2 + radius;
  const dy = Math.abs(y - (top + bottom) / 2) - (bottom - top) / 2 + radius;
  return Math.min(Math.max(dx, dy), 0) + Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) - radius;
};
const line = (x1: number, y1: number, x2: number, y2: number, width: number): Shape => (x, y) => {
  const along = Math.min(1, Math.max(0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / ((x2 - x1) ** 2 + (y2 - y1) ** 2)));
  return Math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1)) - width / 2;
};

type Layer = readonly [shape: Shape, colour: readonly [number, number, number]];

const WHITE = [255, 255, 255] as const;
const GREY = [84, 96, 112] as const;
const GREEN = [22, 137, 62] as const;
const RED = [201, 36, 36] as const;

const monitor = (colour: readonly [number, number, number]): Layer[] => [
  [roundedBox(0.5, 2.5, 31.5, 25, 4), WHITE],
  [line(16, 24, 16, 29, 5), WHITE], [line(9, 28.5, 23, 28.5, 5), WHITE],
  [roundedBox(1.5, 3.5, 30.5, 24, 3), colour],
  [line(16, 24, 16, 28, 3), colour], [line(9.5, 28.5, 22.5, 28.5, 3), colour],
];
/** A screen in three states that differ in shape too: empty, ticked, crossed out. Rimmed in white, for dark panels. */
const LAYERS: Readonly<Record<Presence, readonly Layer[]>> = {
  connected: [...monitor(GREY), [roundedBox(4.5, 6.5, 27.5, 21, 1.5), [236, 239, 243]]],
  hosted: [...monitor(GREEN), [line(10, 14, 14.5, 18.5, 3.4), WHITE], [line(14.5, 18.5, 22.5, 9, 3.4), WHITE]],
  disconnected: [...monitor(RED), [line(11, 9, 21, 19, 3.4), WHITE], [line(21, 9, 11, 19, 3.4), WHITE]],
};

/** The icon of a state as RGBA pixels, in any size. */
export function trayIcon(presence: Presence, size = ICON_SIZE): Buffer {
  const scale = ICON_SIZE / size;
  const pixels = Buffer.alloc(size * size * 4);
  for (let at = 0; at < size * size; at++) {
    const [x, y] = [((at % size) + 0.5) * scale, (Math.floor(at / size) + 0.5) * scale];
    let [red, green, blue, alpha] = [0, 0, 0, 0];
    for (const [shape, colour] of LAYERS[presence]) {
      const cover = Math.min(1, Math.max(0, 0.5 - shape(x, y) / scale));
      if (cover === 0) continue;
      const whole = cover + alpha * (1 - cover);
      const mix = (below: number, above: number) => (above * cover + below * alpha * (1 - cover)) / whole;
      [red, green, blue, alpha] = [mix(red, colour[0]), mix(green, colour[1]), mix(blue, colour[2]), whole];
    }
    pixels.set([Math.round(red), Math.round(green), Math.round(blue), Math.round(alpha * 255)], at * 4);
  }
  return pixels;
}
