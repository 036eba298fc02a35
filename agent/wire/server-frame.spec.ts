import fc from 'fast-check';
import { MAX_FRAME_BYTES } from '../../contracts/agent-protocol.js';
import { DeviceKey, publicKeyFromRaw, readServerFrame, verifyInstruction } from './index.js';

const keys = new Map([['core-1', publicKeyFromRaw(DeviceKey.generate().publicKey)!]]);

describe('reading a frame of the server', () => {
  it.each([
    ['a hello', { type: 'hello', nonce: 'n', serverTime: '2026-05-04T12:00:00Z' }],
    [
      'a hello with a field of tomorrow',
      { type: 'hello', nonce: 'n', serverTime: '2026-05-04T12:00:00Z', region: 'eu' },
    ],
    ['a welcome', { type: 'welcome', heartbeatSeconds: 60, resumeFrom: 0 }],
    ['a receipt', { type: 'receipt', instructionId: 'x' }],
  ])('understands %s', (_, frame) => {
    expect(readServerFrame(JSON.stringify(frame))).toEqual(frame);
  });

  it.each([
    ['a hello without a time', { type: 'hello', nonce: 'n' }],
    ['a hello at no time', { type: 'hello', nonce: 'n', serverTime: 'noon' }],
    ['a welcome that would never beat', { type: 'welcome', heartbeatSeconds: 0 }],
    ['a welcome that would beat too late', { type: 'welcome', heartbeatSeconds: 1e9 }],
    ['a receipt for nothing', { type: 'receipt' }],
    ['a frame of tomorrow', { type: 'weather' }],
    ['a frame of the prototype', { type: '__proto__' }],
    ['a list', []],
    ['null', null],
  ])('ignores %s', (_, frame) => {
    expect(readServerFrame(JSON.stringify(frame))).toBeUndefined();
  });

  it('ignores a frame past the size both sides agreed on', () => {
    const frame = { type: 'receipt', instructionId: 'x', filler: 'x'.repeat(MAX_FRAME_BYTES) };
    expect(readServerFrame(JSON.stringify(frame))).toBeUndefined();
  });

  it('comes to no harm from any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => readServerFrame(text) === undefined),
      { numRuns: 5_000 },
    );
  });

  it('comes to no harm from any JSON, and takes none of it for an instruction of its server', () => {
    const type = fc.constantFrom('hello', 'welcome', 'receipt', 'instruction', 'auth');
    const frames = fc
      .tuple(fc.dictionary(fc.string(), fc.jsonValue()), type)
      .map(([fields, name]) => ({ ...fields, type: name }));
    fc.assert(
      fc.property(frames, (frame) => {
        const read = readServerFrame(JSON.stringify(frame));
        return read?.type !== 'instruction' || verifyInstruction(read, keys) === undefined;
      }),
      { numRuns: 5_000 },
    );
  });
});
