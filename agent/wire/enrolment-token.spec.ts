import { DeviceKey, parseEnrolmentToken, rootKeyFingerprint, ServerNotTrusted, trustedServerKeys } from './index.js';

const ID = '0123456789abcdef0123456789abcdef';
const SECRET = 'abcdefghijklmnopqrstuvwxyz';
const PRINT = 'yzabcdefghijklmnopqrstuv23';

describe('an enrolment token', () => {
  it.each([
    ['as it was shown', `lke_${ID}_${SECRET}_${PRINT}`],
    ['with the line break of a file', `lke_${ID}_${SECRET}_${PRINT}\n`],
    ['with blanks around it', `  lke_${ID}_${SECRET}_${PRINT} `],
  ])('is read %s', (_, text) => {
    expect(parseEnrolmentToken(text)).toEqual({ text: `lke_${ID}_${SECRET}_${PRINT}`, id: ID, fingerprint: PRINT });
  });

  it.each([
    ['an empty text', ''],
    ['an API key', `lk_${ID}`],
    ['a short id', `lke_${ID.slice(1)}_${SECRET}_${PRINT}`],
    ['upper case', `lke_${ID}_${SECRET.toUpperCase()}_${PRINT}`],
    ['no fingerprint', `lke_${ID}_${SECRET}`],
    ['a digit that base32 lacks', `lke_${ID}_${SECRET}_${'1'.repeat(26)}`],
    ['something behind it', `lke_${ID}_${SECRET}_${PRINT}_x`],
  ])('is not %s', (_, text) => {
    expect(parseEnrolmentToken(text)).toBeUndefined();
  });
});

describe('the fingerprint of a root key', () => {
  it('is the base32 of the first 128 bits of its SHA-256', () => {
    // SHA-256 of 32 zero bytes begins 66687aadf862bd776c8fc18b8e9f8e20.
    expect(rootKeyFingerprint(Buffer.alloc(32).toString('base64url'))).toBe('mzuhvlpymk6xo3epygfy5h4oea');
  });
});

describe('trusting server keys', () => {
  const root = DeviceKey.generate();
  const core = DeviceKey.generate();
  const fingerprint = rootKeyFingerprint(root.publicKey);
  const key = (by = root, id = 'core-1') => ({
    id,
    publicKey: core.publicKey,
    signature: by.sign(`latchkey-server-key:${id}:${core.publicKey}`),
  });

  it('takes keys that the token’s root signed', () => {
    expect([...trustedServerKeys(root.publicKey, fingerprint, [key()]).keys()]).toEqual(['core-1']);
  });

  it.each([
    ['a root the token does not name', DeviceKey.generate().publicKey, [key()]],
    ['a root that is no key', 'AAAA', [key()]],
    ['a key that another root signed', root.publicKey, [key(DeviceKey.generate())]],
    ['a key under another’s id', root.publicKey, [{ ...key(), id: 'core-2' }]],
    ['one bad key among good ones', root.publicKey, [key(), { ...key(), signature: 'A'.repeat(86) }]],
    ['no key at all', root.publicKey, []],
  ])('refuses %s', (_, rootKey, keys) => {
    expect(() => trustedServerKeys(rootKey, fingerprint, keys)).toThrow(ServerNotTrusted);
  });
});
