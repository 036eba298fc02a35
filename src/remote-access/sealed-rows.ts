import type { Resealable } from '../platform/sealing/seal-anew.js';
import { connectionOf, purposeOfSecret } from './connection-secrets.js';
import { providerKind } from './provider-registry.js';

interface SecretRow {
  readonly key_provider_instance_id: string;
  readonly key_name: string;
  readonly kind: string;
  readonly connection: Readonly<Record<string, string>>;
}

/** The secrets of providers in core's box, each sealed with the server that may be sent it. */
export const SEALED_PROVIDER_SECRETS: Resealable = {
  table: 'provider_secret',
  column: 'sealed',
  key: ['provider_instance_id', 'name'],
  facts: `(SELECT i.kind FROM provider_instance i WHERE i.id = t.provider_instance_id) AS kind,
          (SELECT i.connection FROM provider_instance i WHERE i.id = t.provider_instance_id) AS connection`,
  purposeOf: (row) => {
    const { key_provider_instance_id: owner, key_name: name, kind, connection } = row as unknown as SecretRow;
    const known = providerKind(kind);
    // A kind that this version does not know cannot be opened, and stays as it is.
    return known ? purposeOfSecret(known, owner, name, connectionOf(known, connection)) : '';
  },
};
