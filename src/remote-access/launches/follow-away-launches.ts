import { SYSTEM } from '../../audit/index.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ProviderError, type RemoteAccessProvider } from '../provider.js';
import { endLaunch } from './end-launch.js';

/** How long somebody may take to sign in at the provider before he is missed there. */
const TO_ARRIVE = '3 minutes';
const MOST_AT_ONCE = 50;

/**
 * Ends the launches at pages of other servers that everybody has left. No socket of ours shows who is there, so the server is asked; it
 * does not say whose connection is whose, so one that is there counts for all. What cannot be asked goes on until its time is over.
 */
export async function followAwayLaunches(unit: UnitOfWork, providerOf: (instanceId: string) => RemoteAccessProvider | null): Promise<void> {
  const away: { id: string; remote_id: string; provider_instance_id: string }[] = await unit.reads.query(
    `SELECT l.id, l.remote_id, p.provider_instance_id FROM launch l JOIN deployment p ON p.id = l.deployment_id
      WHERE l.state = 'active' AND l.is_away AND l.remote_id IS NOT NULL AND l.opened_at < now() - interval '${TO_ARRIVE}' AND l.last_active_at < now() - interval '60 seconds'
      ORDER BY l.last_active_at LIMIT ${MOST_AT_ONCE}`,
  );
  await Promise.all(
    away.map(async ({ id, remote_id: remoteId, provider_instance_id: instanceId }) => {
      const somebodyIsThere = await isOpen(providerOf(instanceId), remoteId);
      if (somebodyIsThere === null) return;
      await unit.run(async (tx) => {
        if (somebodyIsThere) await tx.query(`UPDATE launch SET last_active_at = now() WHERE id = $1 AND state = 'active'`, [id]);
        else await endLaunch(tx, id, 'left', SYSTEM);
      });
    }),
  );
}

/** Null when it is not known. */
async function isOpen(provider: RemoteAccessProvider | null, remoteId: string): Promise<boolean | null> {
  try {
    return provider && (await provider.openLaunches(remoteId)).length > 0;
  } catch (error) {
    if (error instanceof ProviderError) return null;
    throw error;
  }
}
