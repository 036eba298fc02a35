import { coversClient, type Scope, withClientInScope } from '../../accounts/index.js';
import { countRemovals, removalsOfClient } from '../../deployment-status/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { DomainError, notFound, type Usage } from '../../platform/errors/domain-error.js';
import type { OffboardingView } from './offboarding.view.js';

type OffboardingRow = Pick<
  OffboardingView,
  'id' | 'clientId' | 'clientName' | 'reason' | 'requestedBy' | 'startedAt' | 'archived' | 'rootKey'
>;

/** How the offboarding of a client stands, also after the client was archived. */
export async function readOffboarding(tx: Tx, scope: Scope, clientId: string): Promise<OffboardingView> {
  const offboarding = await offboardingInScope(tx, scope, clientId);
  const devices = await removalsOfClient(tx, clientId);
  const counts = countRemovals(devices);
  return {
    ...offboarding,
    state: counts.waiting > 0 ? 'removing' : 'complete',
    counts,
    devices: devices.map((device) => ({ ...device, evidence: [...device.evidence] })),
  };
}

/** A client that is absent, out of scope, or not being offboarded is the same answer; one of which only a part is in scope is refused. */
export async function offboardingInScope(tx: Tx, scope: Scope, clientId: string): Promise<OffboardingRow> {
  const where = withClientInScope(new Conditions().and('o.client_id = ?', clientId), scope, 'o.client_id');
  const [row]: OffboardingRow[] = await tx.query(
    `SELECT o.id, o.client_id AS "clientId", o.client_name AS "clientName", o.reason, o.requested_by_name AS "requestedBy", o.started_at AS "startedAt",
            c.archived_at IS NOT NULL AS archived, (SELECT public_key FROM server_key WHERE purpose = 'root' ORDER BY created_at LIMIT 1) AS "rootKey"
       FROM offboarding o JOIN client c ON c.id = o.client_id WHERE ${where.sql}`,
    where.values,
  );
  if (!row) throw notFound('offboarding');
  if (!coversClient(scope, clientId))
    throw new DomainError('API-SCOPE-01', 'Only some sites of this client are in your scope.');
  return row;
}

/** The devices that hold up the archiving of a client that was offboarded; none for a client that stays. */
export async function waitingRemovals(tx: Tx, clientId: string): Promise<Usage[]> {
  const [leaving]: unknown[] = await tx.query('SELECT 1 FROM offboarding WHERE client_id = $1', [clientId]);
  if (!leaving) return [];
  const waiting = (await removalsOfClient(tx, clientId)).filter(({ state }) => state === 'waiting');
  return waiting.slice(0, 100).map(({ deviceId, deviceName }) => ({ kind: 'device', id: deviceId, name: deviceName }));
}
