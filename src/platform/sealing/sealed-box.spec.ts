import { exportBoxKey, importBoxKey, makeBoxKeyPair, openBox, sealInBox } from './sealed-box.js';

const core = makeBoxKeyPair();
const secret = Buffer.from('a word that nobody else may read');

describe('a sealed box', () => {
  it('is opened by the private half, also after that was put away', () => {
    const sealed = sealInBox(core.publicKey, 'mail', secret);
    expect(openBox(core, 'mail', sealed)).toEqual(secret);
    expect(openBox(importBoxKey(exportBoxKey(core)), 'mail', sealed)).toEqual(secret);
  });

  it('holds nothing and much alike', () => {
    for (const plain of [Buffer.alloc(0), Buffer.alloc(100_000, 7)]) expect(openBox(core, 'mail', sealInBox(core.publicKey, 'mail', plain))).toEqual(plain);
  });

  it('looks different every time, and shows nothing of what is in it', () => {
    const [one, other] = [sealInBox(core.publicKey, 'mail', secret), sealInBox(core.publicKey, 'mail', secret)];
    expect(one.equals(other)).toBe(false);
    expect(one.includes('nobody')).toBe(false);
  });

  it('stays shut for another key, for another purpose, and when anything in it was changed', () => {
    const sealed = sealInBox(core.publicKey, 'mail', secret);
    expect(() => openBox(makeBoxKeyPair(), 'mail', sealed)).toThrow();
    expect(() => openBox(core, 'webhook', sealed)).toThrow();
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      // The top bit of a public key is no part of it (RFC 7748); the seal is over the bytes, so it counts all the same.
      expect(() => openBox(core, 'mail', changed)).toThrow();
    }
    expect(() => openBox(core, 'mail', sealed.subarray(0, 40))).toThrow(RangeError);
  });
});
