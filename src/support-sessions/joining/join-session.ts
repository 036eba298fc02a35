import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type Joined, type JoinRequest, shownCode } from '../../../contracts/guest-protocol.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { sessionForGuest } from '../guests/guest-state.js';
import { mintPass } from '../passes/mint-pass.js';
import { hashOfCode, hashOfGuestToken, hashOfLink, newGuestToken } from '../passes/pass-secrets.js';
import type { SessionRow } from '../sessions/held-session.js';
import { recordInSession, settleState } from '../sessions/session-news.js';
import { isStopped } from '../settings/support-settings.js';
import { JoinBudget } from './join-budget.js';

/** Counted from when the guest's page was last there: it may take long to download something. */
export const CLIENT_CODE_MINUTES = 10;
/** More than these nobody could watch with. */
const MOST_GUESTS = 50;

interface UsedPass extends Pick<SessionRow, 'id' | 'name' | 'kind' | 'clientId' | 'siteId' | 'hostId'> {
  readonly passKind: 'code' | 'link' | 'client-code';
  readonly passGuestId: string | null;
  readonly secretHash: Buffer;
}

/**
 * Swaps a code or link for a guest token: once, or in a meeting once for each guest. Whatever is wrong with it, there is one answer
 * that took one and the same way. The token lets its holder wait, and nothing more, until the host admits him.
 */
@Injectable()
export class JoinSession {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly budget: JoinBudget,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** `fromPage`: the asker is our page, which is given a code for the client that it starts. */
  async run(request: JoinRequest, address: string, fromPage: boolean): Promise<Joined> {
    const hash = request.token === undefined ? hashOfCode(request.code ?? '') : hashOfLink(request.token);
    const admitted = await this.budget.admit(hash, address, request.proofOfWork);
    let joined: Joined | null = null;
    try {
      joined = await this.join(hash, request, fromPage);
    } finally {
      await (joined ? admitted.succeed() : admitted.fail());
    }
    if (!joined) throw new DomainError('RA-GST-01', 'This code or link is not valid, has expired, or was used already.');
    return joined;
  }

  /** The same without the budget; null for a pass that lets nobody in. */
  async join(hash: Buffer, request: Pick<JoinRequest, 'name'>, fromPage: boolean): Promise<Joined | null> {
    return this.unit.run(async (tx) => {
      if (await isStopped(tx)) return null;
      const used = await usePass(tx, hash);
      if (!used) return null;
      const guestToken = newGuestToken(this.ids);
      const guestId = await this.letIn(tx, used, request.name, guestToken);
      const clientCode = fromPage && used.kind === 'support' && used.passKind !== 'client-code' ? await this.clientCode(tx, used.id, guestId) : null;
      await settleState(tx, used.id);
      return { guestToken, session: await sessionForGuest(tx, used.id), clientCode };
    });
  }

  private async letIn(tx: Tx, used: UsedPass, name: string | undefined, token: string): Promise<string> {
    if (used.passGuestId !== null) {
      // The client takes the place of the page: it proves who it is by a token of its own, and the page's stays good beside it.
      await tx.query('INSERT INTO support_guest_token (token_hash, guest_id) VALUES ($1, $2)', [hashOfGuestToken(token), used.passGuestId]);
      await recordInSession(tx, { kind: 'system', id: null, name: 'Guest' }, used, 'support-session.start-client');
      return used.passGuestId;
    }
    const guestId = this.ids.uuid();
    const [{ n }]: [{ n: number }] = await tx.query('SELECT count(*)::int AS n FROM support_guest WHERE session_id = $1', [used.id]);
    if (n >= MOST_GUESTS) throw new DomainError('API-CONFLICT-03', 'There are too many guests in this meeting.');
    const called = name?.trim() || (n === 0 ? 'Guest' : `Guest ${n + 1}`);
    await tx.query('INSERT INTO support_guest (id, session_id, name) VALUES ($1, $2, $3)', [guestId, used.id, called]);
    await tx.query('INSERT INTO support_guest_token (token_hash, guest_id) VALUES ($1, $2)', [hashOfGuestToken(token), guestId]);
    await recordInSession(tx, { kind: 'system', id: null, name: called }, used, 'support-session.join', { guest: [null, called], by: [null, used.passKind] });
    return guestId;
  }

  private async clientCode(tx: Tx, sessionId: string, guestId: string): Promise<string> {
    const { secret } = await mintPass(tx, { sessionId, kind: 'client-code', forMany: false, minutes: CLIENT_CODE_MINUTES, madeBy: null, guestId }, this.ids);
    return shownCode(secret);
  }
}

/** Uses a pass up, of many who try at once exactly once; in a meeting it is good for the next guest too, until the host closes it. */
async function usePass(tx: Tx, hash: Buffer): Promise<UsedPass | null> {
  // Whoever ends the session waits, and ends what has begun.
  await tx.query('SELECT 1 FROM support_session s WHERE s.id = (SELECT session_id FROM support_pass WHERE secret_hash = $1) FOR UPDATE', [hash]);
  const [used]: UsedPass[] = await tx.query(
    `WITH used AS (
       UPDATE support_pass p SET uses = p.uses + 1, used_at = coalesce(p.used_at, now()),
              expires_at = CASE WHEN p.for_many THEN s.expires_at ELSE p.expires_at END
         FROM support_session s
        WHERE p.secret_hash = $1 AND s.id = p.session_id AND s.state <> 'ended' AND s.expires_at > now() AND p.revoked_at IS NULL AND p.expires_at > now() AND (p.for_many OR p.uses = 0)
          AND NOT EXISTS (SELECT 1 FROM support_guest g WHERE g.id = p.guest_id AND g.step = 'ended')
       RETURNING p.kind, p.guest_id, p.secret_hash, p.session_id)
     SELECT s.id, s.name, s.kind, s.client_id AS "clientId", s.site_id AS "siteId", s.host_id AS "hostId", u.kind AS "passKind", u.guest_id AS "passGuestId", u.secret_hash AS "secretHash"
       FROM used u JOIN support_session s ON s.id = u.session_id`,
    [hash],
  );
  return used && timingSafeEqual(used.secretHash, hash) ? used : null;
}
