import { parseEnrolmentToken, rootKeyFingerprint as fingerprintByAgent } from '../../../agent/wire/index.js';
import { randomIds } from '../../platform/ids.js';
import { mintEnrolmentToken, readEnrolmentToken, rootKeyFingerprint } from './enrolment-token.js';

const ROOT_KEY = Buffer.alloc(32, 7).toString('base64url');

describe('R15 an enrolment token', () => {
  it('is read by the endpoint agent, which finds the server’s fingerprint in it', () => {
    const { text, id } = mintEnrolmentToken(randomIds, ROOT_KEY);
    expect(parseEnrolmentToken(text)).toEqual({ text, id: id.replaceAll('-', ''), fingerprint: fingerprintByAgent(ROOT_KEY) });
    expect(rootKeyFingerprint(ROOT_KEY)).toBe(fingerprintByAgent(ROOT_KEY));
  });

  it('has 128 bits that nobody can guess, and is kept as their hash alone', () => {
    const tokens = Array.from({ length: 200 }, () => mintEnrolmentToken(randomIds, ROOT_KEY));
    expect(new Set(tokens.map(({ text }) => text.split('_')[2])).size).toBe(200);
    for (const { text, secretHash } of tokens) {
      const secret = text.split('_')[2]!;
      // Base32: five bits a letter.
      expect(secret).toMatch(/^[a-z2-7]{26,}$/);
      expect(secretHash).toHaveLength(32);
      expect(text).not.toContain(secretHash.toString('hex'));
    }
  });

  it('is recognised when it is presented', () => {
    const minted = mintEnrolmentToken(randomIds, ROOT_KEY);
    expect(readEnrolmentToken(minted.text)).toEqual({ id: minted.id, secretHash: minted.secretHash });
  });

  it('is another one with another secret', () => {
    const minted = mintEnrolmentToken(randomIds, ROOT_KEY);
    const other = mintEnrolmentToken(randomIds, ROOT_KEY);
    const forged = minted.text.split('_').with(2, other.text.split('_')[2]!).join('_');
    expect(readEnrolmentToken(forged).secretHash).not.toEqual(minted.secretHash);
  });

  it.each(['', 'lke_', 'lke_x_y_z', 'LKE_' + 'a'.repeat(80)])('matches nothing when it reads %j', (text) => {
    expect(readEnrolmentToken(text).id).toBe('00000000-0000-0000-0000-000000000000');
  });
});
