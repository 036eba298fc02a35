import type { Tx } from '../../platform/database/unit-of-work.js';
import { type Ids, randomIds } from '../../platform/ids.js';
import { hashOfCode, hashOfLink, newCode, newLinkToken } from './pass-secrets.js';

export interface WantedPass {
  readonly sessionId: string;
  readonly kind: 'code' | 'link' | 'client-code';
  /** In a meeting one pass lets in many guests, each as a guest of his own. */
  readonly forMany: boolean;
  readonly minutes: number;
  readonly madeBy: string | null;
  /** Whose client it lets in; for `client-code` only. */
  readonly guestId?: string;
}

/** What was made; the secret is known to nobody else. */
export interface MintedPass {
  readonly id: string;
  readonly secret: string;
  readonly expiresAt: Date;
}

/** Makes something that lets a guest in; only its hash is kept. */
export async function mintPass(tx: Tx, wanted: WantedPass, ids: Ids = randomIds): Promise<MintedPass> {
  const id = ids.uuid();
  const secret = wanted.kind === 'link' ? newLinkToken(ids) : newCode(ids);
  const hash = wanted.kind === 'link' ? hashOfLink(secret) : hashOfCode(secret);
  const [made]: { expiresAt: Date }[] = await tx.query(
    `INSERT INTO support_pass (id, session_id, guest_id, kind, secret_hash, for_many, made_by, expires_at)
     SELECT $1, s.id, $3, $4, $5, $6, $7, least(s.expires_at, now() + make_interval(mins => $8)) FROM support_session s WHERE s.id = $2
     RETURNING expires_at AS "expiresAt"`,
    [id, wanted.sessionId, wanted.guestId ?? null, wanted.kind, hash, wanted.forMany, wanted.madeBy, wanted.minutes],
  );
  return { id, secret, expiresAt: made!.expiresAt };
}
