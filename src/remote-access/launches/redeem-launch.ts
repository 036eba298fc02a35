import { recordAudit } from '../../audit/index.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { WakeUps } from '../../platform/wake-ups/wake-ups.js';
import { awaitAct } from '../acts/await-act.js';
import { requestAct } from '../acts/provider-act.js';
import { hashOfSecret, newLaunchSecret } from './launch-secret.js';
import type { LaunchRequester } from './request-launch.js';

/** How long an operator waits for the provider before being told. */
const MINT_MS = 15_000;

/**
 * Redeems a ticket, exactly once, in the session that asked for it; core passes the gate again and mints the page at the provider.
 * Returns the one-time value that this browser must carry to the engine's own origin.
 */
export async function redeemLaunch(unit: UnitOfWork, wakeUps: WakeUps, operator: LaunchRequester, ticket: string): Promise<string> {
  const { launchId, actId } = await unit.run(async (tx) => {
    const [launch]: { id: string; device_id: string; site_id: string; client_id: string; name: string; provider_instance_id: string }[] = await tx.query(
      `WITH redeemed AS (
         UPDATE launch SET state = 'redeemed', redeemed_at = now()
          WHERE ticket_hash = $1 AND operator_id = $2 AND session_id = $3 AND state = 'requested' AND redeemed_at IS NULL AND ticket_expires_at > now()
         RETURNING id, device_id, deployment_id)
       SELECT r.id, r.device_id, d.site_id, s.client_id, d.name, p.provider_instance_id
         FROM redeemed r JOIN device d ON d.id = r.device_id JOIN site s ON s.id = d.site_id JOIN deployment p ON p.id = r.deployment_id`,
      [hashOfSecret(ticket), operator.id, operator.sessionId],
    );
    if (!launch) throw new DomainError('RA-LCH-10', 'This launch ticket has expired or was used already. Choose Log In again.');
    await recordAudit(tx, { kind: 'operator', id: operator.id, name: operator.name, requestId: operator.requestId }, {
      action: 'launch.redeem', subject: { kind: 'launch', id: launch.id, name: launch.name }, clientId: launch.client_id, siteId: launch.site_id, deviceId: launch.device_id,
    });
    const [{ mode }]: [{ mode: 'desktop' | 'terminal' | 'files' }] = await tx.query('SELECT mode FROM launch WHERE id = $1', [launch.id]);
    const act = await requestAct(tx, { kind: 'mint-launch', request: { mode }, providerInstanceId: launch.provider_instance_id, launchId: launch.id });
    return { launchId: launch.id, actId: act };
  });
  await awaitAct(unit, wakeUps, actId, MINT_MS);
  const entry = newLaunchSecret();
  await unit.run((tx) => tx.query(`UPDATE launch SET entry_hash = $2 WHERE id = $1 AND state = 'minted' AND entry_hash IS NULL`, [launchId, hashOfSecret(entry)]));
  return entry;
}
