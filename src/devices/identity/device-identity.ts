import type { Tx } from '../../platform/database/unit-of-work.js';
import { QUARANTINE_CODE, type QuarantineCode } from './quarantine-code.js';

/** What decides whether a connection may speak for a device. */
export interface DeviceIdentity {
  readonly deviceId: string;
  readonly publicKey: string;
  /** The key of a re-image claim that waits, if there is one. */
  readonly claimKey: string | null;
  readonly isRevoked: boolean;
  /** Why it may not speak for now; null where it may. */
  readonly quarantine: QuarantineCode | null;
  /** The highest instruction seq issued to it. */
  readonly lastSeq: number;
}

/** The identities of these devices, by device id; unknown ids are missing. */
export async function deviceIdentities(tx: Tx, deviceIds: readonly string[]): Promise<Map<string, DeviceIdentity>> {
  const rows: {
    id: string; public_key: string; claim_public_key: string | null; is_revoked: boolean; quarantine: QuarantineCode | null; next_instruction_seq: string;
  }[] = await tx.query(
    `SELECT id, public_key, claim_public_key, revoked_at IS NOT NULL AS is_revoked, ${QUARANTINE_CODE} AS quarantine, next_instruction_seq
       FROM device d WHERE id = ANY($1::uuid[])`,
    [deviceIds],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        deviceId: row.id,
        publicKey: row.public_key,
        claimKey: row.claim_public_key,
        isRevoked: row.is_revoked,
        quarantine: row.quarantine,
        lastSeq: Number(row.next_instruction_seq) - 1,
      },
    ]),
  );
}
