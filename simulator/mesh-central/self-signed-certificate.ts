import { createPrivateKey, createPublicKey, createSign } from 'node:crypto';

const SHA384_WITH_RSA = Buffer.from('300d06092a864886f70d01010c0500', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const VALID_FROM = '20200101000000Z';
const VALID_UNTIL = '20991231235959Z';

/** The DER of a certificate of this RSA key for itself: what a MeshAgent shows of its identity, and nothing more. */
export function selfSignedCertificate(keyPem: string, commonName: string): Buffer {
  const key = createPrivateKey(keyPem);
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const name = der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x0c, Buffer.from(commonName, 'utf8')))));
  const validity = der(0x30, der(0x18, Buffer.from(VALID_FROM)), der(0x18, Buffer.from(VALID_UNTIL)));
  const version = der(0xa0, der(0x02, Buffer.from([2])));
  const serial = der(0x02, Buffer.from([1]));
  const body = der(0x30, version, serial, SHA384_WITH_RSA, name, validity, name, publicKey);
  const signature = createSign('SHA384').update(body).sign(key);
  return der(0x30, body, SHA384_WITH_RSA, der(0x03, Buffer.from([0]), signature));
}

/** One DER value: tag, length, content. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
