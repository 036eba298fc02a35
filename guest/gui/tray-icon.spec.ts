import { ICON_SIZE, trayIcon } from './tray-icon.js';

const STATES = ['connected', 'hosted', 'disconnected'] as const;
const pixelsOf = (icon: Buffer) => Array.from({ length: icon.length / 4 }, (_, at) => [...icon.subarray(at * 4, at * 4 + 4)] as [number, number, number, number]);

describe('the three states of the icon', () => {
  it.each([['hosted', ([red, green, blue]: number[]) => green! > 100 && red! < 80 && blue! < 110], ['disconnected', ([red, green, blue]: number[]) => red! > 150 && green! < 80 && blue! < 80]] as const)('are told apart by colour: %s', (state, has) => {
    for (const each of STATES) expect(pixelsOf(trayIcon(each)).filter(has).length > 100).toBe(each === state);
  });

  it('are told apart without colour too', () => {
    const grey = (state: (typeof STATES)[number]) => pixelsOf(trayIcon(state)).map(([red, green, blue]) => red > 230 && green > 230 && blue > 230);
    for (const [one, other] of [[0, 1], [0, 2], [1, 2]] as const) {
      const [a, b] = [grey(STATES[one]), grey(STATES[other])];
      expect(a.filter((white, at) => white !== b[at]).length).toBeGreaterThan(20);
    }
  });

  it('are drawn in any size', () => {
    expect(trayIcon('connected').length).toBe(ICON_SIZE ** 2 * 4);
    expect(pixelsOf(trayIcon('hosted', 64)).filter(([, , , alpha]) => alpha === 255).length).toBeGreaterThan(64 * 64 * 0.6);
  });
});
