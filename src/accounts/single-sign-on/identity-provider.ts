import { Injectable } from '@nestjs/common';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { AccountsKey } from '../accounts-key.js';
import type { GroupMapping } from './group-mapping.js';

/** The one identity provider (OpenID Connect) by which people may sign in. */
export interface IdentityProvider {
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly groupsClaim: string;
  readonly mappings: readonly GroupMapping[];
  readonly enabled: boolean;
  readonly version: number;
}

type Row = Omit<IdentityProvider, 'clientSecret'> & { readonly sealed: Buffer };

/** A secret of one issuer and client opens for no other: an altered row sends it nowhere. */
export const purposeOfProvider = (issuer: string, clientId: string): string => `identity-provider:${issuer}:${clientId}`;

@Injectable()
export class IdentityProviders {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly key: AccountsKey,
  ) {}

  async present(tx: Tx = this.unit.reads): Promise<IdentityProvider | null> {
    const [row]: Row[] = await tx.query(
      `SELECT name, issuer, client_id AS "clientId", sealed_secret AS sealed, groups_claim AS "groupsClaim", mappings, enabled, version FROM identity_provider`,
    );
    if (!row) return null;
    const { sealed, ...rest } = row;
    return { ...rest, clientSecret: this.key.open(purposeOfProvider(row.issuer, row.clientId), sealed).toString() };
  }

  async store(tx: Tx, provider: Omit<IdentityProvider, 'version'>): Promise<void> {
    const { name, issuer, clientId, clientSecret, groupsClaim, mappings, enabled } = provider;
    const sealed = this.key.seal(purposeOfProvider(issuer, clientId), Buffer.from(clientSecret));
    await tx.query(
      `INSERT INTO identity_provider (name, issuer, client_id, sealed_secret, groups_claim, mappings, enabled) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (only_one) DO UPDATE SET name = excluded.name, issuer = excluded.issuer, client_id = excluded.client_id, sealed_secret = excluded.sealed_secret,
         groups_claim = excluded.groups_claim, mappings = excluded.mappings, enabled = excluded.enabled, version = identity_provider.version + 1, updated_at = now()`,
      [name, issuer, clientId, sealed, groupsClaim, JSON.stringify(mappings), enabled],
    );
  }
}

/** What the button for signing in says; null without a provider that may be used. */
export async function identityProviderName(tx: Tx): Promise<string | null> {
  const [row]: { name: string }[] = await tx.query('SELECT name FROM identity_provider WHERE enabled');
  return row?.name ?? null;
}
