import { generateSecret, generateURI, verify } from 'otplib';

const ISSUER = 'Latchkey';
/** A phone's clock may be this far off, in seconds. */
const TOLERANCE_SECONDS = 30;

/** A new secret for an authenticator app: 160 bits in base32. */
export function newOneTimeSecret(): string {
  return generateSecret({ length: 20 });
}

/** The address that an authenticator app reads from a QR code (Key URI format). */
export function oneTimeUri(secret: string, email: string): string {
  return generateURI({ issuer: ISSUER, label: email, secret });
}

/** The 30-second step (RFC 6238) to which a code belongs; null for a wrong code and for one of a step that is used up. */
export async function stepOfCode(secret: string, code: string, lastStep: number): Promise<number | null> {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const result = await verify({ secret, token, epochTolerance: TOLERANCE_SECONDS, ...(lastStep > 0 ? { afterTimeStep: lastStep } : {}) });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}
