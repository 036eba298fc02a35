import { sign } from 'node:crypto';
import { certificateKeyText, type OffboardingCertificate, type OffboardingStatement } from '../../contracts/offboarding-certificate.js';
import { canonicalJson } from '../platform/canonical-json.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { SealingKey } from '../platform/sealing/sealing-key.js';
import { type EndorsedKey, openEndorsedKey } from './endorsed-key.js';

/** Signs what is handed to clients; only core holds it, and it can sign no order: agents know instruction keys by other words. */
export class CertificateSigner {
  constructor(private readonly endorsed: EndorsedKey) {}

  /** Signed over the RFC 8785 text of all other fields, as instructions are. */
  certify(statement: OffboardingStatement): OffboardingCertificate {
    const { key, rootKeyId, endorsement } = this.endorsed;
    const unsigned = { ...statement, key: { id: key.id, publicKey: key.publicKey, rootKeyId, endorsement } };
    return { ...unsigned, signature: sign(null, Buffer.from(canonicalJson(unsigned)), key.privateKey).toString('base64url') };
  }
}

export async function openCertificateSigner(unit: UnitOfWork, sealing: SealingKey): Promise<CertificateSigner> {
  return new CertificateSigner(await openEndorsedKey(unit, sealing, 'certificate', certificateKeyText));
}
