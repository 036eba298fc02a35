import { readRevokeHint } from './revoke-hint.js';

const ID = '0198a7c0-0000-7000-8000-000000000001';

describe('a hint that something has ended', () => {
  it('says what, and whatever else its kind tells', () => {
    expect(readRevokeHint(JSON.stringify({ kind: 'connection', id: ID, bootId: 'b' }))).toEqual({ kind: 'connection', id: ID, bootId: 'b' });
  });

  it.each(['', '{', 'null', '7', '[]', '"session"', '{"kind":"session"}', '{"kind":"session","id":"x"}', `{"kind":1,"id":"${ID}"}`])('is nothing when it is %p', (key) => {
    expect(readRevokeHint(key)).toBeNull();
  });
});
