import type { Origin } from '../../accounts/index.js';
import { type Actor, recordAudit } from '../../audit/index.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { WakeUps } from '../../platform/wake-ups/wake-ups.js';
import { awaitAct } from '../acts/await-act.js';
import { requestAct } from '../acts/provider-act.js';
import { browserMark } from './browser-mark.js';
import { hashOfSecret, newLaunchSecret } from './launch-secret.js';
import { pageOfItsOwn, placeOfLaunch } from './launch-away.js';
import type { LaunchRequester } from './request-launch.js';

/** How long an operator waits for the provider before being told. */
const MINT_MS = 15_000;

/** How a browser goes on: with a one-time value to the engine's own origin, or to a page of a server that somebody else runs. */
export type OpenedLaunch = { readonly entry: string; readonly awayTo: null } | { readonly entry: null; readonly awayTo: string };

const REDEEMABLE = `ticket_hash = $1 AND operator_id = $2 AND (session_id = $3 OR session_id IS NULL) AND state = 'requested' AND redeemed_at IS NULL AND ticket_expires_at > now()`;

/**
 * Redeems a ticket, exactly once, in the session that asked for it, from the same browser and network; core passes the gate again and
 * mints the page at the provider. A ticket for the embedded engine is not spent while that does not run.
 */
export async function redeemLaunch(unit: UnitOfWork, wakeUps: WakeUps, operator: LaunchRequester, from: Origin, ticket: string, engineRuns = true): Promise<OpenedLaunch> {
  const { userAgentHash, network } = browserMark(from);
  const actor = { kind: 'operator' as const, id: operator.id, name: operator.name, requestId: operator.requestId };
  const redeemed = await unit.run(async (tx) => {
    const [launch]: { id: string; device_id: string; site_id: string; client_id: string; name: string; provider_instance_id: string; embedded: boolean }[] = await tx.query(
      `WITH redeemed AS (
         UPDATE launch SET state = 'redeemed', redeemed_at = now(), session_id = $3, user_agent_hash = $4, network = $5
          WHERE ${REDEEMABLE} AND (user_agent_hash IS NULL OR user_agent_hash = $4) AND (network IS NULL OR network = $5)
         RETURNING id, device_id, deployment_id)
       SELECT r.id, r.device_id, d.site_id, s.client_id, d.name, p.provider_instance_id, i.embedded
         FROM redeemed r JOIN device d ON d.id = r.device_id JOIN site s ON s.id = d.site_id JOIN deployment p ON p.id = r.deployment_id
         JOIN provider_instance i ON i.id = p.provider_instance_id`,
      [hashOfSecret(ticket), operator.id, operator.sessionId, userAgentHash, network],
    );
    if (!launch) return null;
    if (launch.embedded && !engineRuns) throw new DomainError('RA-INS-01', 'The embedded engine does not run.');
    await recordAudit(tx, actor, {
      action: 'launch.redeem', subject: { kind: 'launch', id: launch.id, name: launch.name }, clientId: launch.client_id, siteId: launch.site_id, deviceId: launch.device_id,
    });
    const [{ mode }]: [{ mode: 'desktop' | 'terminal' | 'files' }] = await tx.query('SELECT mode FROM launch WHERE id = $1', [launch.id]);
    const act = await requestAct(tx, { kind: 'mint-launch', request: { mode }, providerInstanceId: launch.provider_instance_id, launchId: launch.id });
    return { launchId: launch.id, actId: act };
  });
  if (!redeemed) throw await refusal(unit, actor, [hashOfSecret(ticket), operator.id, operator.sessionId]);
  const { launchId, actId } = redeemed;
  await awaitAct(unit, wakeUps, actId, MINT_MS);
  return open(unit, launchId);
}

/** What was minted is given out once; a page elsewhere counts as opened from then on, for nothing of ours sees it being opened. */
async function open(unit: UnitOfWork, launchId: string): Promise<OpenedLaunch> {
  return unit.run(async (tx) => {
    const [away]: { share_path: string }[] = await tx.query(
      `WITH away AS (UPDATE launch SET state = 'active', opened_at = now(), last_active_at = now() WHERE id = $1 AND state = 'minted' AND is_away RETURNING share_path) SELECT share_path FROM away`,
      [launchId],
    );
    // Core has looked at it, too; whoever could write the row still sends nobody elsewhere.
    if (away) return { entry: null, awayTo: pageOfItsOwn(away.share_path, await placeOfLaunch(tx, launchId)) };
    const entry = newLaunchSecret();
    await tx.query(`UPDATE launch SET entry_hash = $2 WHERE id = $1 AND state = 'minted' AND entry_hash IS NULL`, [launchId, hashOfSecret(entry)]);
    return { entry, awayTo: null };
  });
}

/** A ticket that is good but comes from elsewhere stays good for whom it was made; that somebody else had it is kept. */
async function refusal(unit: UnitOfWork, actor: Actor, key: readonly [ticketHash: Buffer, operatorId: string, sessionId: string]): Promise<DomainError> {
  const code = await unit.run(async (tx) => {
    const [launch]: { id: string; device_id: string; site_id: string; client_id: string; name: string }[] = await tx.query(
      `SELECT l.id, l.device_id, d.site_id, s.client_id, d.name FROM (SELECT * FROM launch WHERE ${REDEEMABLE}) l JOIN device d ON d.id = l.device_id JOIN site s ON s.id = d.site_id`,
      [...key],
    );
    if (!launch) return 'RA-LCH-10';
    await recordAudit(tx, actor, {
      action: 'launch.refuse', subject: { kind: 'launch', id: launch.id, name: launch.name }, clientId: launch.client_id, siteId: launch.site_id, deviceId: launch.device_id,
      changes: { code: [null, 'RA-LCH-12'] },
    });
    return 'RA-LCH-12';
  });
  return code === 'RA-LCH-12'
    ? new DomainError(code, 'This launch ticket was made for another browser or network. Choose Log In again.')
    : new DomainError(code, 'This launch ticket has expired or was used already. Choose Log In again.');
}
