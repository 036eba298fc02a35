import { readCutOffHint } from './cut-off-hint.js';

const ID = '0198a3c0-0000-7000-8000-000000000001';
const OTHER = '0198a3c0-0000-7000-8000-000000000002';

describe('a hint to cut somebody off', () => {
  it('names a device, or a connection that has a rival', () => {
    expect(readCutOffHint(JSON.stringify({ kind: 'device', id: ID }))).toEqual({ kind: 'device', deviceId: ID });
    expect(readCutOffHint(JSON.stringify({ kind: 'connection', id: ID, deviceId: OTHER, bootId: 'b' }))).toEqual({
      kind: 'connection', connectionId: ID, deviceId: OTHER, bootId: 'b',
    });
  });

  it.each(['', '{', 'null', '7', '[]', '"device"', '{"kind":"device"}', '{"kind":"device","id":"x"}', `{"kind":"operator","id":"${ID}"}`, `{"kind":"connection","id":"${ID}"}`])(
    'is none when it reads %s',
    (key) => {
      expect(readCutOffHint(key)).toBeNull();
    },
  );
});
