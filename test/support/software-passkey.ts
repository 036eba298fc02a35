import { createHash, createSign, randomBytes } from 'node:crypto';
import { newEcKeys } from './ec-keys.js';

type Json = Record<string, unknown>;
interface Options {
  readonly challenge: string;
}

const UP_UV = 0x05;
const BACKUP_ELIGIBLE_AND_BACKED_UP = 0x18;
const ATTESTED = 0x40;

/** An authenticator in software: makes one passkey for an origin and answers challenges with it, or answers wrongly on purpose. */
export class SoftwarePasskey {
  private readonly keys = newEcKeys();
  private readonly id = randomBytes(16);
  private count = 0;

  /** A synced passkey leaves its device; one of a hardware key does not. */
  constructor(
    private readonly origin: string,
    private readonly kind: 'synced' | 'hardware-key' = 'synced',
  ) {}

  /** What `navigator.credentials.create` would answer. */
  create({ challenge }: Options): Json {
    const { x, y } = this.keys;
    const coordinate = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from([0x58, 32]), bytes]);
    // COSE: kty EC2, alg ES256, crv P-256, x, y.
    const cose = Buffer.concat([Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]), coordinate(x), Buffer.from([0x22]), coordinate(y)]);
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, cose]);
    const authData = Buffer.concat([this.authenticatorData(ATTESTED), attested]);
    // {fmt: "none", attStmt: {}, authData: bytes}
    const attestationObject = Buffer.concat([
      Buffer.from([0xa3, 0x63]), Buffer.from('fmt'), Buffer.from([0x64]), Buffer.from('none'), Buffer.from([0x67]), Buffer.from('attStmt'), Buffer.from([0xa0, 0x68]), Buffer.from('authData'),
      Buffer.from([0x59, authData.length >> 8, authData.length & 0xff]), authData,
    ]);
    return this.answer({ clientDataJSON: this.clientData('webauthn.create', challenge), attestationObject: attestationObject.toString('base64url'), transports: ['usb'] });
  }

  /** What `navigator.credentials.get` would answer; `flags` without user verification, or another origin, as a test wants it. */
  get({ challenge }: Options, { flags = UP_UV, origin = this.origin, count = ++this.count }: { flags?: number; origin?: string; count?: number } = {}): Json {
    const authData = this.authenticatorData(0, flags, count);
    const clientDataJSON = this.clientData('webauthn.get', challenge, origin);
    const signed = Buffer.concat([authData, createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest()]);
    const signature = createSign('sha256').update(signed).sign(this.keys.privateKey);
    return this.answer({ clientDataJSON, authenticatorData: authData.toString('base64url'), signature: signature.toString('base64url') });
  }

  private authenticatorData(extra: number, flags = UP_UV, count = this.count): Buffer {
    const backup = this.kind === 'synced' ? BACKUP_ELIGIBLE_AND_BACKED_UP : 0;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(count);
    return Buffer.concat([createHash('sha256').update(new URL(this.origin).hostname).digest(), Buffer.from([flags | extra | backup]), counter]);
  }

  private clientData(type: string, challenge: string, origin = this.origin): string {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString('base64url');
  }

  private answer(response: Json): Json {
    const id = this.id.toString('base64url');
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }
}
