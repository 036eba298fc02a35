import { createHash } from 'node:crypto';

/** The id at MeshCentral of the holder of this RSA public key (DER, SubjectPublicKeyInfo without its header). */
export function nodeIdOf(publicKeyDer: Buffer, domain: string): string {
  const digest = createHash('sha384').update(publicKeyDer).digest('base64');
  return `node/${domain}/${digest.replaceAll('+', '@').replaceAll('/', '$')}`;
}
