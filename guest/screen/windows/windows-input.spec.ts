import type { WindowsApi } from './windows-api.js';
import { WindowsInput } from './windows-input.js';

/** What SendInput was given, in words. */
function listening() {
  const sent: string[] = [];
  const api = {
    GetSystemMetrics: (index: number) => ({ 76: 0, 77: 0, 78: 1001, 79: 501 })[index] ?? 0,
    VkKeyScanW: (unit: number) => (unit === 0x63 ? 0x43 : -1),
    SendInput: (count: number, inputs: Buffer, size: number) => {
      for (let at = 0; at < count; at++) {
        const input = inputs.subarray(at * size, (at + 1) * size);
        if (input.readUInt32LE(0) === 1) sent.push(`key vk=${input.readUInt16LE(8)} unit=${input.readUInt16LE(10)} flags=${input.readUInt32LE(12)}`);
        else sent.push(`mouse ${input.readInt32LE(8)},${input.readInt32LE(12)} data=${input.readInt32LE(16)} flags=${input.readUInt32LE(20).toString(16)}`);
      }
      return count;
    },
  };
  return { sent, input: new WindowsInput(api as unknown as WindowsApi) };
}

describe('typing and pointing on Windows', () => {
  it.each([
    ['a letter as a character', 0x61, ['key vk=0 unit=97 flags=4', 'key vk=0 unit=97 flags=6']],
    ['a symbol that no keyboard has, in its two units', 0x0101f600, ['key vk=0 unit=55357 flags=4', 'key vk=0 unit=56832 flags=4', 'key vk=0 unit=55357 flags=6', 'key vk=0 unit=56832 flags=6']],
    ['Return as a key', 0xff0d, ['key vk=13 unit=0 flags=0', 'key vk=13 unit=0 flags=2']],
    ['an arrow as the key beside the keypad', 0xff51, ['key vk=37 unit=0 flags=1', 'key vk=37 unit=0 flags=3']],
    ['a function key', 0xffc2, ['key vk=116 unit=0 flags=0', 'key vk=116 unit=0 flags=2']],
    ['nothing for what nobody knows', 0x0fffffff, []],
  ])('types %s', (_, keysym, strokes) => {
    const { sent, input } = listening();
    input.key(keysym, true);
    input.key(keysym, false);
    expect(sent).toEqual(strokes);
  });

  it('types a command as keys: Control and C', () => {
    const { sent, input } = listening();
    input.key(0xffe3, true);
    input.key(0x63, true);
    input.key(0x63, false);
    input.key(0xffe3, false);
    expect(sent).toEqual(['key vk=162 unit=0 flags=0', 'key vk=67 unit=0 flags=0', 'key vk=67 unit=0 flags=2', 'key vk=162 unit=0 flags=2']);
  });

  it('points, presses and turns the wheel', () => {
    const { sent, input } = listening();
    input.pointer(1000, 250, 1);
    input.pointer(1000, 250, 8);
    expect(sent).toEqual(['mouse 65535,32768 data=0 flags=c001', 'mouse 0,0 data=0 flags=2', 'mouse 65535,32768 data=0 flags=c001', 'mouse 0,0 data=0 flags=4', 'mouse 0,0 data=120 flags=800']);
  });

  it('lets go of everything', () => {
    const { sent, input } = listening();
    input.key(0xffe1, true);
    input.pointer(0, 0, 4);
    sent.length = 0;
    input.releaseAll();
    expect(sent).toEqual(['key vk=160 unit=0 flags=2', 'mouse 0,0 data=0 flags=c001', 'mouse 0,0 data=0 flags=10']);
    input.releaseAll();
    expect(sent).toHaveLength(3);
  });
});
