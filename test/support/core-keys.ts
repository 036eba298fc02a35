import { randomBytes } from 'node:crypto';
import type { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { openCoreSeed } from '../../src/platform/sealing/core-seed.js';
import { SealingKey } from '../../src/platform/sealing/sealing-key.js';
import { openCertificateSigner } from '../../src/reconciler/certificate-signer.js';
import { openInstructionSigner } from '../../src/reconciler/signing-keys.js';

/** What core holds and web does not, made as at a first start. */
export async function coreKeys(unit: UnitOfWork) {
  const sealing = new SealingKey(randomBytes(32));
  const signer = await openInstructionSigner(unit, sealing);
  return { seed: await openCoreSeed(unit, sealing), signer, certificates: await openCertificateSigner(unit, sealing) };
}
