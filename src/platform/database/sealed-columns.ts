import type { Tx } from './unit-of-work.js';

/** A column in which secrets are sealed; what is in it begins with the name of the key, or of the box, that opens it. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
}

/** Every such column, by what opens it: core's key, core's box, the key of accounts. */
export const SEALED_COLUMNS = {
  sealing: [
    { table: 'instance_key', column: 'sealed_private_key' },
    { table: 'core_box_secret', column: 'sealed_private_key' },
    { table: 'core_seed', column: 'sealed' },
  ],
  box: [
    { table: 'provider_secret', column: 'sealed' },
    { table: 'mail_settings', column: 'sealed_password' },
    { table: 'webhook', column: 'sealed_secret' },
    { table: 'outgoing_mail', column: 'sealed_link' },
  ],
  accounts: [
    { table: 'operator_factor', column: 'sealed_secret' },
    { table: 'operator_session', column: 'sealed_refresh_token' },
    { table: 'identity_provider', column: 'sealed_secret' },
    { table: 'factor_challenge', column: 'sealed' },
  ],
} as const satisfies Record<string, readonly SealedColumn[]>;

/** Where what is sealed stands in a row that begins with another name than `$1`. */
export const sealedOtherwise = (column: string): string => `${column} IS NOT NULL AND substring(${column} from 1 for octet_length($1::bytea)) <> $1::bytea`;

/** How many secrets another key, or another box, than the one of this name opens: table → number, without those that have none. */
export async function sealedByOthers(tx: Tx, columns: readonly SealedColumn[], id: Buffer): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { table, column } of columns) {
    const [{ n }]: [{ n: number }] = await tx.query(`SELECT count(*)::int AS n FROM ${table} WHERE ${sealedOtherwise(column)}`, [id]);
    if (n > 0) counts[table] = n;
  }
  return counts;
}
