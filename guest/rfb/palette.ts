/** What Tight can index. */
const MOST = 256;
const SLOTS = 1024;
const EMPTY = -1;

/** The colours of an area, each with its number. */
export interface Colours {
  readonly size: number;
  readonly list: Uint32Array;
  indexOf(pixel: number): number;
}

/** Finds the colours of an area; null when they are more than can be indexed. Neighbours are mostly alike, which is what makes it fast. */
export function coloursOf(pixels: Uint32Array): Colours | null {
  const slots = new Int32Array(SLOTS).fill(EMPTY);
  const list = new Uint32Array(MOST);
  let size = 0;
  const find = (pixel: number): number => {
    let slot = Math.imul(pixel, 0x9e3779b1) >>> 22;
    while (slots[slot] !== EMPTY && list[slots[slot]!] !== pixel) slot = (slot + 1) % SLOTS;
    return slot;
  };
  for (let at = 0, last = -1; at < pixels.length; at++) {
    const pixel = pixels[at]!;
    if (pixel === last) continue;
    last = pixel;
    const slot = find(pixel);
    if (slots[slot] !== EMPTY) continue;
    if (size === MOST) return null;
    list[size] = pixel;
    slots[slot] = size++;
  }
  return { size, list: list.subarray(0, size), indexOf: (pixel) => slots[find(pixel)]! };
}
