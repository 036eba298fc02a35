import type { Tx } from '../../platform/database/unit-of-work.js';
import { DomainError, notFound } from '../../platform/errors/domain-error.js';
import { isUuid } from '../../platform/ids.js';
import { connectionOf, providerKind } from '../../remote-access/index.js';
import type { StoredConnection } from './wanted-connection.js';

export interface ConnectedInstance extends StoredConnection {
  readonly kind: string;
  readonly name: string;
  readonly region: string | null;
  readonly enabled: boolean;
  readonly version: number;
}

/** An instance with what may be read of its connection; refused for the embedded one, whose connection is the launcher's. */
export async function connectedInstance(tx: Tx, id: string): Promise<ConnectedInstance> {
  const [row]: (ConnectedInstance & { embedded: boolean })[] = isUuid(id)
    ? await tx.query(
        `SELECT id, kind, name, region, enabled, embedded, version, connection, ARRAY(SELECT name FROM provider_secret WHERE provider_instance_id = i.id ORDER BY name) AS secrets
           FROM provider_instance i WHERE id = $1`,
        [id],
      )
    : [];
  if (!row) throw notFound('provider instance');
  const { embedded, ...instance } = row;
  if (embedded) throw new DomainError('API-CONFLICT-03', 'The built-in engine is set up by whoever runs the server.');
  const kind = providerKind(instance.kind);
  return { ...instance, connection: kind ? connectionOf(kind, instance.connection) : {} };
}
