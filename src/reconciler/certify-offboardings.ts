import { CERTIFICATE_FORMAT, type OffboardingStatement, type RemovalCounts } from '../../contracts/offboarding-certificate.js';
import { countRemovals, removalsOfClient } from '../deployment-status/index.js';
import type { Tx, UnitOfWork } from '../platform/database/unit-of-work.js';
import { wakeUp } from '../platform/wake-ups/wake-ups.js';
import type { CertificateSigner } from './certificate-signer.js';

interface AskedFor {
  readonly id: string;
  readonly client_id: string;
  readonly client_name: string;
  readonly requested_by_name: string;
  readonly reason: string;
  readonly started_at: Date;
  readonly installation_id: string;
  readonly installation_name: string;
  readonly now: Date;
}

/** Signs the certificates that were asked for since they were last signed, each from what the database says now; returns how many. */
export async function certifyOffboardings(unit: UnitOfWork, signer: CertificateSigner): Promise<number> {
  return unit.run(async (tx) => {
    const asked: AskedFor[] = await tx.query(
      `SELECT o.id, o.client_id, o.client_name, o.requested_by_name, o.reason, o.started_at, i.id AS installation_id, i.name AS installation_name, clock_timestamp() AS now
         FROM offboarding o CROSS JOIN installation i
        WHERE o.certificate_wanted_at IS NOT NULL AND (o.certified_at IS NULL OR o.certified_at < o.certificate_wanted_at)
        ORDER BY o.certificate_wanted_at LIMIT 20 FOR UPDATE OF o SKIP LOCKED`,
    );
    for (const offboarding of asked) {
      const certificate = signer.certify(await stateOf(tx, offboarding));
      await tx.query('UPDATE offboarding SET certificate = $2, certified_at = clock_timestamp() WHERE id = $1', [offboarding.id, JSON.stringify(certificate)]);
      await wakeUp(tx, 'acted', offboarding.id);
    }
    return asked.length;
  });
}

async function stateOf(tx: Tx, asked: AskedFor): Promise<OffboardingStatement> {
  const devices = await removalsOfClient(tx, asked.client_id);
  const counts = countRemovals(devices);
  return {
    format: CERTIFICATE_FORMAT,
    kind: counts.waiting > 0 ? 'interim' : 'final',
    notice: noticeOf(counts),
    statedAt: asked.now.toISOString(),
    installation: { id: asked.installation_id, name: asked.installation_name },
    client: { id: asked.client_id, name: asked.client_name },
    offboarding: { id: asked.id, startedAt: asked.started_at.toISOString(), requestedBy: asked.requested_by_name, reason: asked.reason },
    counts,
    devices,
  };
}

function noticeOf({ waiting, unproven }: RemovalCounts): string {
  if (waiting > 0) return `INTERIM STATEMENT, NOT A CERTIFICATE OF COMPLETION: the removal from ${waiting} device(s) is still waited for.`;
  if (unproven > 0) return `Offboarding is complete. The removal from ${unproven} device(s) is NOT PROVEN: they remain a residual risk.`;
  return 'Offboarding is complete. The removal from every device is proven, on the device and at the provider.';
}
