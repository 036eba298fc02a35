import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';

/** The fixed DER head of an Ed25519 SubjectPublicKeyInfo; the 32 key bytes follow it. */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** The key object of a raw base64url Ed25519 public key, or undefined where the text is not one. */
export function publicKeyFromRaw(raw: string): KeyObject | undefined {
  const bytes = fromBase64url(raw, PUBLIC_KEY_BYTES);
  return bytes && createPublicKey({ key: Buffer.concat([SPKI_HEAD, bytes]), format: 'der', type: 'spki' });
}

/** Whether the key signed exactly this text; anything malformed is simply not signed. */
export function isSignedBy(key: KeyObject, message: string, signature: string): boolean {
  const bytes = fromBase64url(signature, SIGNATURE_BYTES);
  return bytes !== undefined && verify(null, Buffer.from(message, 'utf8'), key, bytes);
}

/** The identity of one device: an Ed25519 key pair whose private half never leaves the device. */
export class DeviceKey {
  /** Raw, base64url: what the server knows this device by. */
  readonly publicKey: string;

  private constructor(private readonly privateKey: KeyObject) {
    this.publicKey = rawPublicKey(privateKey);
  }

  static generate(): DeviceKey {
    return new DeviceKey(generateKeyPairSync('ed25519').privateKey);
  }

  /** Throws where the text is not an Ed25519 private key in PEM. */
  static fromPem(pem: string): DeviceKey {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'ed25519') throw new Error(`expected an Ed25519 key, found ${key.asymmetricKeyType}`);
    return new DeviceKey(key);
  }

  toPem(): string {
    return this.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  }

  /** The signature over the text's UTF-8 bytes, base64url. */
  sign(message: string): string {
    return sign(null, Buffer.from(message, 'utf8'), this.privateKey).toString('base64url');
  }
}

/** Not by way of a JWK: Node 20 hangs for good where a garbage collection during that export meets the generator of the same key. */
function rawPublicKey(privateKey: KeyObject): string {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(SPKI_HEAD.length).toString('base64url');
}

/** Node's decoder skips what it does not know, so only a text that encodes back to itself counts. */
function fromBase64url(text: string, length: number): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === length && bytes.toString('base64url') === text ? bytes : undefined;
}
