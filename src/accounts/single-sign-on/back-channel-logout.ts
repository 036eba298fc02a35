import { Inject, Injectable } from '@nestjs/common';
import { recordAudit } from '../../audit/index.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { OperatorSessions } from '../sessions/operator-sessions.js';
import { IdentityProviders } from './identity-provider.js';
import { type Logout, readLogoutToken } from './logout-token.js';
import { RelyingParty } from './relying-party.js';

/**
 * Ends the sessions of whom the identity provider says that he has signed out there, without waiting for the next time it is asked
 * about him. A token that names only a sign-in means the person whose it was: who has left one browser behind is out of all.
 */
@Injectable()
export class BackChannelLogout {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly providers: IdentityProviders,
    private readonly party: RelyingParty,
    private readonly sessions: OperatorSessions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Whether the token was one that counts; each does once. */
  async take(token: string): Promise<boolean> {
    const provider = await this.providers.present();
    if (!provider?.enabled) return false;
    const logout = await readLogoutToken(token, {
      issuer: provider.issuer,
      clientId: provider.clientId,
      nowSeconds: Math.floor(this.clock.now().getTime() / 1000),
      keys: (kid) => this.party.signingKeys(provider, kid),
    });
    return logout !== null && this.unit.run((tx) => this.end(tx, provider.issuer, logout));
  }

  private async end(tx: Tx, issuer: string, { jti, subject, sid, expiresAtSeconds }: Logout): Promise<boolean> {
    await tx.query(`DELETE FROM logout_token_used WHERE expires_at < now() - interval '10 minutes'`);
    const first: unknown[] = await tx.query(
      'INSERT INTO logout_token_used (issuer, jti, expires_at) VALUES ($1, $2, to_timestamp($3)) ON CONFLICT DO NOTHING RETURNING jti',
      [issuer, jti, expiresAtSeconds],
    );
    if (first.length === 0) return false;
    const people: { id: string; name: string }[] = await tx.query(
      `SELECT DISTINCT o.id, o.name FROM operator_identity i JOIN operator o ON o.id = i.operator_id
        WHERE i.issuer = $1 AND ($2::text IS NULL OR i.subject = $2)
          AND ($2::text IS NOT NULL OR EXISTS (SELECT 1 FROM operator_session s WHERE s.operator_id = o.id AND s.identity_sid = $3))`,
      [issuer, subject, sid],
    );
    for (const { id, name } of people) {
      await this.sessions.endAllOf(tx, id);
      await recordAudit(tx, { kind: 'system', id: null, name: 'Single sign-on' }, { action: 'session.end-all', subject: { kind: 'user', id, name }, changes: { identity: [null, 'signed-out'] } });
    }
    return true;
  }
}
