import { createPrivateKey, sign } from 'node:crypto';
import { certificateKeyText, type OffboardingCertificate, type OffboardingStatement } from '../../contracts/offboarding-certificate.js';
import { canonicalJson } from '../platform/canonical-json.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { SealingKey } from '../platform/sealing/sealing-key.js';
import { type KeyPair, makeKeyPair } from './signing-keys.js';

/** Signs what is handed to clients; only core holds it, and it can sign no order: agents know instruction keys by other words. */
export class CertificateSigner {
  constructor(
    private readonly key: KeyPair,
    private readonly endorsedBy: { readonly rootKeyId: string; readonly endorsement: string },
  ) {}

  /** Signed over the RFC 8785 text of all other fields, as instructions are. */
  certify(statement: OffboardingStatement): OffboardingCertificate {
    const unsigned = { ...statement, key: { id: this.key.id, publicKey: this.key.publicKey, ...this.endorsedBy } };
    return { ...unsigned, signature: sign(null, Buffer.from(canonicalJson(unsigned)), this.key.privateKey).toString('base64url') };
  }
}

interface KeyRow {
  readonly id: string;
  readonly public_key: string;
  readonly signature: string;
  readonly sealed_private_key: Buffer;
}

/** The certificate key, made and endorsed by the root when it is first needed; the root is made with the instruction key, before it. */
export async function openCertificateSigner(unit: UnitOfWork, sealing: SealingKey): Promise<CertificateSigner> {
  return unit.run(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock(7406303)');
    const newest = async (purpose: string): Promise<KeyRow | undefined> => {
      const rows: KeyRow[] = await tx.query(
        'SELECT id, public_key, signature, sealed_private_key FROM instance_key WHERE purpose = $1 ORDER BY created_at DESC LIMIT 1',
        [purpose],
      );
      return rows[0];
    };
    const opened = (purpose: string, row: KeyRow) => createPrivateKey({ key: sealing.open(`${purpose}-key`, row.sealed_private_key), format: 'der', type: 'pkcs8' });
    const root = await newest('root');
    if (!root) throw new Error('the installation has no root key yet');
    const known = await newest('certificate');
    if (known) {
      return new CertificateSigner({ id: known.id, publicKey: known.public_key, privateKey: opened('certificate', known) }, { rootKeyId: root.id, endorsement: known.signature });
    }
    const made = makeKeyPair();
    const endorsement = sign(null, Buffer.from(certificateKeyText(made.id, made.publicKey)), opened('root', root)).toString('base64url');
    const sealed = sealing.seal('certificate-key', made.privateKey.export({ format: 'der', type: 'pkcs8' }));
    await tx.query('INSERT INTO instance_key (purpose, id, public_key, signature, sealed_private_key) VALUES ($1, $2, $3, $4, $5)', [
      'certificate', made.id, made.publicKey, endorsement, sealed,
    ]);
    return new CertificateSigner(made, { rootKeyId: root.id, endorsement });
  });
}
