import { Inject, Injectable } from '@nestjs/common';
import { changesBetween, recordAudit } from '../../audit/index.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { invalidField } from '../../platform/errors/constraint-refusals.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { type ExpectedVersion, refuseStale } from '../../platform/http/index.js';
import { contains } from '../roles/delegation.js';
import { actorOf, type Operator } from '../roles/operator.js';
import { scopeOf } from '../roles/scope.js';
import { OperatorSessions } from '../sessions/operator-sessions.js';
import { refuseUnknownScope } from '../users/store-scope.js';
import type { GroupMapping } from './group-mapping.js';
import type { IdentityProviderBody } from './identity-provider.body.js';
import type { IdentityProviderView } from './identity-provider.view.js';
import { type IdentityProvider, IdentityProviders } from './identity-provider.js';
import { RelyingParty } from './relying-party.js';

/** Sets up single sign-on; a mapping gives no more than whoever writes it holds. */
@Injectable()
export class ChangeIdentityProvider {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly providers: IdentityProviders,
    private readonly party: RelyingParty,
    private readonly sessions: OperatorSessions,
    @Inject(WEB_CONFIG) private readonly config: WebConfig,
  ) {}

  async read(): Promise<IdentityProviderView> {
    const provider = await this.providers.present();
    if (!provider) throw notFound('identity provider');
    return this.shown(provider);
  }

  async change(operator: Operator, body: IdentityProviderBody, expected: ExpectedVersion): Promise<IdentityProviderView> {
    const before = await this.providers.present();
    const mappings = body.mappings.map((mapping, index) => lawful(operator, mapping, index));
    const clientSecret = body.clientSecret ?? (before?.issuer === body.issuer && before.clientId === body.clientId ? before.clientSecret : undefined);
    if (clientSecret === undefined) throw invalidField('/clientSecret', 'required', 'is needed for a new issuer or client');
    const { name, issuer, clientId, groupsClaim = 'groups', enabled = true } = body;
    const refusal = this.party.refuseIssuer(issuer);
    if (refusal !== null) throw invalidField('/issuer', 'address', refusal);
    await this.party.discover({ issuer, clientId, clientSecret }).catch((error: unknown) => {
      throw invalidField('/issuer', 'discovery', `does not answer as an OpenID provider: ${error instanceof Error ? error.message : 'no answer'}`);
    });
    const after = { name, issuer, clientId, clientSecret, groupsClaim, mappings, enabled };
    await this.unit.run(async (tx) => {
      const stored = await this.providers.present(tx);
      if (stored) refuseStale(expected, stored.version);
      for (const { scope } of mappings) await refuseUnknownScope(tx, scope);
      await this.providers.store(tx, after);
      await recordAudit(tx, actorOf(operator), {
        action: 'identity-provider.change',
        subject: { kind: 'identity-provider', id: null, name },
        changes: { ...changesBetween(visible(before), visible(after)), ...(body.clientSecret === undefined ? {} : { clientSecret: ['…', '…'] as const }) },
      });
    });
    return this.read();
  }

  /** Ends single sign-on and every session that came by it. */
  async remove(operator: Operator, expected: ExpectedVersion): Promise<void> {
    await this.unit.run(async (tx) => {
      const stored = await this.providers.present(tx);
      if (!stored) throw notFound('identity provider');
      refuseStale(expected, stored.version);
      await tx.query('DELETE FROM identity_provider');
      const rows: { id: string }[] = await tx.query('SELECT DISTINCT operator_id AS id FROM operator_session WHERE identity_checked_at IS NOT NULL AND revoked_at IS NULL');
      for (const { id } of rows) await this.sessions.endAllOf(tx, id, operator.sessionId);
      await recordAudit(tx, actorOf(operator), { action: 'identity-provider.delete', subject: { kind: 'identity-provider', id: null, name: stored.name } });
    });
  }

  private shown({ name, issuer, clientId, groupsClaim, mappings, enabled, version }: IdentityProvider): IdentityProviderView {
    return {
      name, issuer, clientId, groupsClaim, enabled, version,
      mappings: mappings.map(({ scope, ...mapping }) => ({ ...mapping, scope: { all: scope.all, clientIds: [...scope.clientIds], siteIds: [...scope.siteIds] } })),
      redirectUri: `${this.config.publicUrl}/api/v1/auth/oidc/callback`,
    };
  }
}

function lawful(operator: Operator, { group, role, allowRemoteControl = false, scope: wanted }: IdentityProviderBody['mappings'][number], index: number): GroupMapping {
  if (role === 'primary-super-admin') throw invalidField(`/mappings/${index}/role`, 'one', 'is handed over, not given to a group');
  const scope = scopeOf(wanted);
  if (!contains(operator, { role, scope })) throw invalidField(`/mappings/${index}`, 'held', 'gives more than you hold');
  return { group, role, allowRemoteControl, scope };
}

function visible(provider: Omit<IdentityProvider, 'version'> | null): Record<string, unknown> {
  if (!provider) return { name: null, issuer: null, clientId: null, groupsClaim: null, mappings: null, enabled: null };
  const { name, issuer, clientId, groupsClaim, mappings, enabled } = provider;
  return { name, issuer, clientId, groupsClaim, mappings, enabled };
}
