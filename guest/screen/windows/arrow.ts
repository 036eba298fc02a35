import type { CursorShape } from '../desktop.js';

const ROWS = [
  '#           ', '##          ', '#.#         ', '#..#        ', '#...#       ', '#....#      ', '#.....#     ', '#......#    ', '#.......#   ', '#........#  ',
  '#.....##### ', '#..#..#     ', '#.# #..#    ', '##  #..#    ', '#    #..#   ', '     #..#   ', '      ##    ',
];
const COLOURS: Readonly<Record<string, readonly number[]>> = { '#': [0, 0, 0, 255], '.': [255, 255, 255, 255], ' ': [0, 0, 0, 0] };

/** The pointer as viewers see it on Windows, whatever its shape is there. */
export const ARROW: CursorShape = {
  width: ROWS[0]!.length,
  height: ROWS.length,
  hotX: 0,
  hotY: 0,
  pixels: Buffer.from([...ROWS.join('')].flatMap((pixel) => COLOURS[pixel]!)),
};
