import { Inject, Injectable } from '@nestjs/common';
import { recordAudit } from '../../audit/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { AccountsKey } from '../accounts-key.js';
import { Challenges } from '../factors/challenges.js';
import { OperatorEntity } from '../operator.entity.js';
import { LogIn, type LoggedIn } from '../sessions/log-in.js';
import { LoginStages } from '../sessions/login-stages.js';
import { type Origin, OperatorSessions } from '../sessions/operator-sessions.js';
import { storeScope } from '../users/store-scope.js';
import { groupsIn, type GroupMapping, mappingFor, provesSecondFactor } from './group-mapping.js';
import { IdentityProviders } from './identity-provider.js';
import { type Journey, type ProvenIdentity, RelyingParty } from './relying-party.js';

const JOURNEY = 'single-sign-on';

/** Why somebody who came back from the provider is not let in; the console has the words. */
export type SignOnRefusal = 'off' | 'expired' | 'not-proven' | 'no-role' | 'address-taken' | 'disabled' | 'provider-down';

/** What a refresh token of one session is sealed as. */
export const refreshPurpose = (sessionId: string): string => `refresh:${sessionId}`;

/**
 * Single sign-on: sends people to the identity provider and lets in who comes back with a role. Somebody is known by issuer and
 * subject, never by an e-mail address, which an address at the provider could be changed to.
 */
@Injectable()
export class SignOn {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly providers: IdentityProviders,
    private readonly party: RelyingParty,
    private readonly challenges: Challenges,
    private readonly sessions: OperatorSessions,
    private readonly stages: LoginStages,
    private readonly logIn: LogIn,
    private readonly key: AccountsKey,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** Where to send the browser, and the id of the journey it has to come back with. */
  async begin(): Promise<{ readonly to: URL; readonly journeyId: string } | SignOnRefusal> {
    const provider = await this.providers.present();
    if (!provider?.enabled) return 'off';
    const journey = this.party.newJourney();
    try {
      return { to: await this.party.addressFor(provider, journey), journeyId: await this.challenges.keep(null, JOURNEY, JSON.stringify(journey)) };
    } catch {
      return 'provider-down';
    }
  }

  async finish(journeyId: string | undefined, query: string, origin: Origin, requestId: string): Promise<LoggedIn | SignOnRefusal> {
    const provider = await this.providers.present();
    if (!provider?.enabled) return 'off';
    const kept = journeyId === undefined ? null : await this.unit.run((tx) => this.challenges.take(tx, journeyId, JOURNEY));
    if (kept === null) return 'expired';
    const identity = await this.party.arrival(provider, JSON.parse(kept) as Journey, query).catch(() => null);
    if (identity === null || identity.issuer !== provider.issuer) return 'not-proven';
    const mapping = mappingFor(groupsIn(identity.claims[provider.groupsClaim]), provider.mappings);
    if (mapping === null) return 'no-role';
    return this.unit.run((tx) => this.letIn(tx, identity, mapping, origin, requestId));
  }

  /** Gives a person what his groups give him now; true when that is no longer what he had, and his sessions have ended. */
  async apply(tx: Tx, operatorId: string, name: string, mapping: GroupMapping): Promise<boolean> {
    const [changed]: [{ id: string }[], number] = await tx.query(
      `UPDATE operator o SET role = $2, allow_remote_control = $3, scope_all = $4, version = version + 1, updated_at = now()
        WHERE id = $1 AND role <> 'primary-super-admin' AND (role, allow_remote_control, scope_all,
          ARRAY(SELECT client_id::text FROM operator_scope WHERE operator_id = o.id AND client_id IS NOT NULL ORDER BY 1),
          ARRAY(SELECT site_id::text FROM operator_scope WHERE operator_id = o.id AND site_id IS NOT NULL ORDER BY 1))
          IS DISTINCT FROM ($2, $3, $4, $5::text[], $6::text[]) RETURNING id`,
      [operatorId, mapping.role, mapping.allowRemoteControl, mapping.scope.all, [...mapping.scope.clientIds].sort(), [...mapping.scope.siteIds].sort()],
    );
    if (changed.length === 0) return false;
    await storeScope(tx, operatorId, mapping.scope);
    await this.sessions.endAllOf(tx, operatorId);
    await recordAudit(tx, { kind: 'system', id: null, name: 'Single sign-on' }, { action: 'user.change', subject: { kind: 'user', id: operatorId, name }, changes: { role: [null, mapping.role], group: [null, mapping.group] } });
    return true;
  }

  private async letIn(tx: Tx, identity: ProvenIdentity, mapping: GroupMapping, origin: Origin, requestId: string): Promise<LoggedIn | SignOnRefusal> {
    const operatorId = (await this.knownAs(tx, identity)) ?? (await this.welcome(tx, identity, mapping));
    if (operatorId === null) return 'address-taken';
    const [account]: Pick<OperatorEntity, 'id' | 'name' | 'role' | 'disabled'>[] = await tx.query('SELECT id, name, role, disabled FROM operator WHERE id = $1', [operatorId]);
    if (!account || account.disabled) return 'disabled';
    await this.apply(tx, operatorId, account.name, mapping);
    const provenBy = provesSecondFactor(identity.claims['amr']) ? 'single-sign-on' : null;
    const reached = await this.stages.after(tx, { id: operatorId, role: mapping.role }, provenBy);
    const opened = await this.logIn.open(tx, account, origin, reached, requestId);
    await this.bind(tx, opened.token, identity);
    return opened;
  }

  private async knownAs(tx: Tx, { issuer, subject }: ProvenIdentity): Promise<string | null> {
    const [row]: { operator_id: string }[] = await tx.query('SELECT operator_id FROM operator_identity WHERE issuer = $1 AND subject = $2', [issuer, subject]);
    return row?.operator_id ?? null;
  }

  /** An account for somebody new; null when his address already is somebody's here, which proves nothing about who he is. */
  private async welcome(tx: Tx, { issuer, subject, claims }: ProvenIdentity, { role, allowRemoteControl, scope }: GroupMapping): Promise<string | null> {
    const email = typeof claims['email'] === 'string' ? claims['email'] : `${subject}@${new URL(issuer).hostname}`;
    const name = [claims['name'], claims['preferred_username'], email].find((each): each is string => typeof each === 'string' && each !== '')!.slice(0, 120);
    const taken: unknown[] = await tx.query('SELECT 1 FROM operator WHERE lower(email) = lower($1)', [email]);
    if (taken.length > 0) return null;
    const id = this.ids.uuid();
    await tx.insert(OperatorEntity, { id, email, name, role, allowRemoteControl, disabled: false, passwordHash: null, scopeAll: scope.all, version: 1 });
    await storeScope(tx, id, scope);
    await tx.query('INSERT INTO operator_identity (issuer, subject, operator_id) VALUES ($1, $2, $3)', [issuer, subject, id]);
    await recordAudit(tx, { kind: 'system', id: null, name: 'Single sign-on' }, { action: 'user.create', subject: { kind: 'user', id, name }, changes: { email: [null, email], role: [null, role], scope: [null, scope] } });
    return id;
  }

  private async bind(tx: Tx, token: string, { refreshToken, sid }: ProvenIdentity): Promise<void> {
    const sessionId = await this.sessions.idOf(tx, token);
    await tx.query('UPDATE operator_session SET sealed_refresh_token = $2, identity_sid = $3, identity_checked_at = now() WHERE id = $1', [
      sessionId,
      refreshToken === null ? null : this.key.seal(refreshPurpose(sessionId), Buffer.from(refreshToken)),
      sid,
    ]);
  }
}

