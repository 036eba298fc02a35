import type { Tx } from '../../platform/database/unit-of-work.js';

/** What can be enrolled as a second factor. */
export const FACTOR_KINDS = ['passkey', 'totp'] as const;
export type FactorKind = (typeof FACTOR_KINDS)[number];

/** By what somebody proved who he is, beside the password. */
export type ProvenBy = FactorKind | 'recovery-code' | 'single-sign-on';

/** One enrolled factor, with what is needed to check it. */
export interface Factor {
  readonly id: string;
  readonly operatorId: string;
  readonly kind: FactorKind;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  /** Of a passkey: base64url. */
  readonly credentialId: string | null;
  readonly publicKey: Buffer | null;
  readonly signCount: number;
  readonly transports: readonly string[];
  /** Whether the passkey cannot leave its device, as that of a hardware key. */
  readonly deviceBound: boolean;
  readonly sealedSecret: Buffer | null;
}

const COLUMNS = `id, operator_id AS "operatorId", kind, name, created_at AS "createdAt", last_used_at AS "lastUsedAt", credential_id AS "credentialId",
  public_key AS "publicKey", sign_count::int AS "signCount", transports, device_bound AS "deviceBound", sealed_secret AS "sealedSecret"`;

export function factorsOf(tx: Tx, operatorId: string): Promise<Factor[]> {
  return tx.query(`SELECT ${COLUMNS} FROM operator_factor WHERE operator_id = $1 ORDER BY created_at, id`, [operatorId]);
}

/** The passkey of this credential, whosever it is. */
export async function passkeyOf(tx: Tx, credentialId: string): Promise<Factor | null> {
  const [factor]: Factor[] = await tx.query(`SELECT ${COLUMNS} FROM operator_factor WHERE credential_id = $1`, [credentialId]);
  return factor ?? null;
}
