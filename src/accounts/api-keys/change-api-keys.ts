import { Injectable } from '@nestjs/common';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { invalidField } from '../../platform/errors/constraint-refusals.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { scopeWithin } from '../roles/delegation.js';
import { actorOf, holds, type Operator } from '../roles/operator.js';
import { reachesEverything } from '../roles/rights.js';
import { EVERYTHING, type Scope, scopeOf } from '../roles/scope.js';
import { refuseUnknownScope } from '../users/store-scope.js';
import type { CreateApiKeyBody } from './api-key.body.js';
import type { ApiKeyView, NewApiKeyView } from './api-key.view.js';
import { ApiKeys } from './api-keys.js';
import { apiKeyById } from './read-api-keys.js';

const MOST_KEYS = 50;

/** Makes and revokes keys of the caller's own account; nobody makes a key that can do more than he. */
@Injectable()
export class ChangeApiKeys {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly keys: ApiKeys,
  ) {}

  async create(operator: Operator, body: CreateApiKeyBody): Promise<NewApiKeyView> {
    const { name, rights, networks = [], mayLaunch = false } = body;
    const missing = rights.findIndex((right) => !holds(operator, right));
    if (missing >= 0) throw invalidField(`/rights/${missing}`, 'held', 'is more than you may do yourself');
    if (mayLaunch && !operator.allowRemoteControl) throw invalidField('/mayLaunch', 'held', 'is more than you may do yourself');
    const scope: Scope = body.scope ? scopeOf(body.scope) : reachesEverything(operator.role) ? EVERYTHING : operator.scope;
    if (!scopeWithin(operator, scope)) throw invalidField('/scope', 'held', 'reaches further than you do');
    const { id, credential, hash } = this.keys.draw();
    return this.unit.run(async (tx) => {
      await refuseUnknownScope(tx, scope);
      await refuseBadNetworks(networks, (network) => tx.query('SELECT pg_input_is_valid($1, $2) AS good', [network, 'cidr']));
      const [{ mine }]: [{ mine: number }] = await tx.query('SELECT count(*)::int AS mine FROM api_key WHERE operator_id = $1 AND revoked_at IS NULL AND expires_at > now()', [operator.id]);
      if (mine >= MOST_KEYS) throw new DomainError('API-CONFLICT-03', `Nobody has more than ${MOST_KEYS} keys at a time; revoke one first.`);
      const stored: unknown[] = await tx.query(
        `INSERT INTO api_key (id, operator_id, name, secret_hash, rights, scope_all, client_ids, site_ids, networks, may_launch, expires_at)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9::cidr[], $10, until FROM (SELECT coalesce($11::timestamptz, now() + interval '90 days') AS until) u
          WHERE until > now() AND until <= now() + interval '90 days 1 minute' RETURNING id`,
        [id, operator.id, name, hash, rights, scope.all, scope.clientIds, scope.siteIds, networks, mayLaunch, body.expiresAt ?? null],
      );
      if (stored.length === 0) throw invalidField('/expiresAt', 'range', 'lies within the next 90 days');
      await recordAudit(tx, actorOf(operator), {
        action: 'api-key.create',
        subject: { kind: 'api-key', id, name },
        changes: { rights: [null, rights], scope: [null, scope], networks: [null, networks], mayLaunch: [null, mayLaunch] },
      });
      return { ...(await apiKeyById(tx, operator, id)), key: credential };
    });
  }

  async revoke(operator: Operator, id: string): Promise<void> {
    await this.unit.run(async (tx) => {
      const key: ApiKeyView = await apiKeyById(tx, operator, id);
      await this.keys.revoke(tx, id);
      await recordAudit(tx, actorOf(operator), { action: 'api-key.revoke', subject: { kind: 'api-key', id, name: key.name }, changes: { owner: [key.operatorName, null] } });
    });
  }
}

async function refuseBadNetworks(networks: readonly string[], judge: (network: string) => Promise<{ good: boolean }[]>): Promise<void> {
  for (const [index, network] of networks.entries()) {
    if (!(await judge(network))[0]?.good) throw invalidField(`/networks/${index}`, 'cidr', 'is no network such as 203.0.113.0/24');
  }
}
