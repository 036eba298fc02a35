import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { AccountsKey } from '../accounts-key.js';
import { OperatorSessions } from '../sessions/operator-sessions.js';
import { groupsIn, mappingFor } from './group-mapping.js';
import { IdentityProviders } from './identity-provider.js';
import { isRefusal, RelyingParty } from './relying-party.js';
import { refreshPurpose, SignOn } from './sign-on.js';

const EVERY_MS = 30_000;
const MOST_AT_ONCE = 100;

interface Due {
  readonly id: string;
  readonly operatorId: string;
  readonly name: string;
  readonly sealed: Buffer | null;
}

/**
 * Asks the identity provider again about everybody who is signed in by it, every four minutes: who is disabled there, or has lost
 * his groups, is out within five. A provider that does not answer ends nobody; whoever cannot be asked about signs in again after an hour.
 */
@Injectable()
export class IdentityChecks {
  private readonly log = new Logger('IdentityChecks');

  constructor(
    private readonly unit: UnitOfWork,
    private readonly providers: IdentityProviders,
    private readonly party: RelyingParty,
    private readonly signOn: SignOn,
    private readonly sessions: OperatorSessions,
    private readonly key: AccountsKey,
  ) {}

  @Interval('identity-checks', EVERY_MS)
  async pass(): Promise<void> {
    try {
      for (const session of await this.due()) await this.check(session);
    } catch (error) {
      this.log.warn(`Nobody could be asked about: ${String(error)}`);
    }
  }

  /** Taken by being marked, so that several processes do not use up the same refresh token. */
  private async due(): Promise<Due[]> {
    const [rows]: [Due[], number] = await this.unit.reads.query(
      `UPDATE operator_session s SET identity_checked_at = now() FROM operator o
        WHERE o.id = s.operator_id AND s.id IN (
          SELECT id FROM operator_session WHERE revoked_at IS NULL AND expires_at > now()
             AND identity_checked_at < now() - CASE WHEN sealed_refresh_token IS NULL THEN interval '1 hour' ELSE interval '4 minutes' END
           ORDER BY identity_checked_at LIMIT ${MOST_AT_ONCE} FOR UPDATE SKIP LOCKED)
       RETURNING s.id, s.operator_id AS "operatorId", o.name, s.sealed_refresh_token AS sealed`,
    );
    return rows;
  }

  private async check(session: Due): Promise<void> {
    const provider = await this.providers.present();
    if (!provider?.enabled || session.sealed === null) return this.end(session, provider?.enabled ? 'cannot-be-asked' : 'provider-off');
    try {
      const { refreshToken, claims } = await this.party.renewed(provider, this.key.open(refreshPurpose(session.id), session.sealed).toString());
      await this.unit.reads.query('UPDATE operator_session SET sealed_refresh_token = $2 WHERE id = $1', [session.id, this.key.seal(refreshPurpose(session.id), Buffer.from(refreshToken))]);
      const groups = claims?.[provider.groupsClaim];
      if (groups === undefined) return;
      const mapping = mappingFor(groupsIn(groups), provider.mappings);
      if (mapping === null) return await this.end(session, 'no-role');
      await this.unit.run((tx) => this.signOn.apply(tx, session.operatorId, session.name, mapping));
    } catch (error) {
      if (isRefusal(error)) return this.end(session, 'refused');
      this.log.warn(`The identity provider could not be asked: ${String(error)}`);
    }
  }

  private async end(session: Due, why: string): Promise<void> {
    await this.unit.run(async (tx) => {
      await this.sessions.end(tx, session.id);
      await recordAudit(tx, { kind: 'system', id: null, name: 'Single sign-on' }, { action: 'session.end', subject: { kind: 'session', id: session.id, name: session.name }, changes: { identity: [null, why] } });
    });
  }
}
