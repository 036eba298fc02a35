import { createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** What stands before the 32 bytes of an X25519 key in its DER form (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');

/** The two halves of a box: whoever has the public one can put something in, only the private one takes it out. */
export interface BoxKeyPair {
  /** 32 bytes. */
  readonly publicKey: Buffer;
  readonly privateKey: KeyObject;
}

export function makeBoxKeyPair(): BoxKeyPair {
  const { privateKey } = generateKeyPairSync('x25519');
  return { privateKey, publicKey: rawOf(createPublicKey(privateKey)) };
}

/** The private half as it is kept, to be sealed by its keeper. */
export function exportBoxKey({ privateKey }: BoxKeyPair): Buffer {
  return privateKey.export({ format: 'der', type: 'pkcs8' });
}

export function importBoxKey(der: Buffer): BoxKeyPair {
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return { privateKey, publicKey: rawOf(createPublicKey(privateKey)) };
}

/**
 * Seals for the holder of the private half: X25519 with a key made for this once, HKDF-SHA256 over both public keys, AES-256-GCM.
 * The purpose is part of the seal: what was sealed as one thing cannot be opened as another. Nobody is named as the sender.
 */
export function sealInBox(publicKey: Buffer, purpose: string, plain: Buffer): Buffer {
  const once = makeBoxKeyPair();
  const recipient = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' });
  const key = agree(once.privateKey, recipient, once.publicKey, publicKey, purpose);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([once.publicKey, iv, cipher.getAuthTag(), sealed]);
}

/** Throws when the bytes were sealed for another key, for another purpose, or changed since. */
export function openBox(box: BoxKeyPair, purpose: string, sealed: Buffer): Buffer {
  if (sealed.length < KEY_BYTES + IV_BYTES + TAG_BYTES) throw new RangeError('That is no sealed box.');
  const oncePublic = sealed.subarray(0, KEY_BYTES);
  const [iv, rest] = [sealed.subarray(KEY_BYTES, KEY_BYTES + IV_BYTES), sealed.subarray(KEY_BYTES + IV_BYTES)];
  const once = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, oncePublic]), format: 'der', type: 'spki' });
  const key = agree(box.privateKey, once, oncePublic, box.publicKey, purpose);
  const decipher = createDecipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose));
  decipher.setAuthTag(rest.subarray(0, TAG_BYTES));
  return Buffer.concat([decipher.update(rest.subarray(TAG_BYTES)), decipher.final()]);
}

function agree(privateKey: KeyObject, publicKey: KeyObject, once: Buffer, recipient: Buffer, purpose: string): Buffer {
  const shared = diffieHellman({ privateKey, publicKey });
  return Buffer.from(hkdfSync('sha256', shared, Buffer.concat([once, recipient]), `latchkey-sealed-box:${purpose}`, KEY_BYTES));
}

/** The last 32 bytes of the DER form. Node 20 can hang for good in the export of a fresh key as a JWK. */
function rawOf(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES);
}
