import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { selfSignedCertificate } from './self-signed-certificate.js';
import { nodeIdOf } from './node-id.js';

describe('the certificate of a simulated MeshAgent', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

  it('is one of its own key, signed by itself', () => {
    const certificate = new X509Certificate(selfSignedCertificate(pem, 'sim-000001'));
    expect(certificate.subject).toBe('CN=sim-000001');
    expect(certificate.checkPrivateKey(createPrivateKey(pem))).toBe(true);
    expect(certificate.verify(createPublicKey(pem))).toBe(true);
  });

  it('leads to the id that MeshCentral derives from the key', () => {
    const der = createPublicKey(pem).export({ format: 'der', type: 'pkcs1' });
    const digest = createHash('sha384').update(der).digest();
    expect(nodeIdOf(der, 'ra')).toMatch(/^node\/ra\/[A-Za-z0-9@$]{64}$/);
    expect(Buffer.from(nodeIdOf(der, 'ra').slice(8).replaceAll('@', '+').replaceAll('$', '/'), 'base64')).toEqual(digest);
  });
});
