import type { Tx } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { PresentedToken } from './enrolment-token.js';

/** Where a token lets devices in. */
export interface TokenSite {
  readonly siteId: string;
  readonly clientId: string;
}

/** A token that counts. */
export interface ValidToken {
  readonly id: string;
  readonly place: TokenSite;
  /** The devices that it lets in get nothing until somebody approves them. */
  readonly quarantine: boolean;
}

interface TokenRow {
  readonly id: string;
  readonly site_id: string;
  readonly client_id: string;
  readonly quarantine: boolean;
}

/** One answer for every token that does not count: unknown, expired, used up and revoked look alike. */
export function tokenRefused(): DomainError {
  return new DomainError('API-ENROL-01', 'This enrolment token is not valid.');
}

/** Uses the token once, counted by the statement that checks it; throws API-ENROL-01 where it does not count. */
export async function useToken(tx: Tx, token: PresentedToken): Promise<ValidToken> {
  // TypeORM answers an UPDATE … RETURNING with [rows, count].
  const [rows]: [TokenRow[], number] = await tx.query(
    `UPDATE enrolment_token t SET uses = uses + 1
       FROM site s
      WHERE t.id = $1 AND t.secret_hash = $2 AND s.id = t.site_id
        AND t.revoked_at IS NULL AND t.expires_at > clock_timestamp() AND (t.max_uses IS NULL OR t.uses < t.max_uses)
      RETURNING t.id, t.site_id, s.client_id, t.quarantine`,
    [token.id, token.secretHash],
  );
  return accepted(rows);
}

/** Checks the token without using it up, for a device that it let in before; throws API-ENROL-01 where it does not count. */
export async function recogniseToken(tx: Tx, token: PresentedToken): Promise<ValidToken> {
  return accepted(
    await tx.query(
      `SELECT t.id, t.site_id, s.client_id, t.quarantine FROM enrolment_token t JOIN site s ON s.id = t.site_id
        WHERE t.id = $1 AND t.secret_hash = $2 AND t.revoked_at IS NULL AND t.expires_at > clock_timestamp()`,
      [token.id, token.secretHash],
    ),
  );
}

function accepted(rows: readonly TokenRow[]): ValidToken {
  const [row] = rows;
  if (!row) throw tokenRefused();
  return { id: row.id, place: { siteId: row.site_id, clientId: row.client_id }, quarantine: row.quarantine };
}
