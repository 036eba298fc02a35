import { generateKeyPairSync, type KeyObject } from 'node:crypto';

/** A P-256 key pair, its halves also as the coordinates that JWK and COSE want; taken from DER, since the export as JWK can hang. */
export interface EcKeys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly x: Buffer;
  readonly y: Buffer;
  readonly d: Buffer;
}

/** SEC 1 puts the 32 bytes of the private number behind seven bytes of framing. */
const PRIVATE_NUMBER_AT = 7;

export function newEcKeys(): EcKeys {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const point = publicKey.export({ type: 'spki', format: 'der' }).subarray(-64);
  const number = privateKey.export({ type: 'sec1', format: 'der' }).subarray(PRIVATE_NUMBER_AT, PRIVATE_NUMBER_AT + 32);
  return { privateKey, publicKey, x: point.subarray(0, 32), y: point.subarray(32), d: number };
}

/** The public half as an ES256 key of a key set. */
export function publicJwk({ x, y }: EcKeys, kid = 'one'): Record<string, unknown> {
  return { kty: 'EC', crv: 'P-256', x: x.toString('base64url'), y: y.toString('base64url'), kid, use: 'sig', alg: 'ES256' };
}

export function privateJwk(keys: EcKeys, kid = 'one'): Record<string, unknown> {
  return { ...publicJwk(keys, kid), d: keys.d.toString('base64url') };
}
