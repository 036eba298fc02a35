import { type Actor, recordAudit, SYSTEM } from '../../audit/index.js';
import type { Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import { requestAct } from '../acts/provider-act.js';
import type { RemoteAccessProvider } from '../provider.js';

interface EndedLaunch {
  id: string; device_id: string; site_id: string; client_id: string; name: string; provider_instance_id: string; share_id: string | null; seconds: number | null;
}

const ENDED = `
  SELECT e.id, e.device_id, d.site_id, s.client_id, d.name, p.provider_instance_id, e.share_id, extract(epoch FROM e.ended_at - e.opened_at)::int AS seconds
    FROM ended e JOIN device d ON d.id = e.device_id JOIN site s ON s.id = d.site_id JOIN deployment p ON p.id = e.deployment_id`;

/** Ends one launch for good: its sockets are cut at once, its page is removed at the provider. Ending an ended one changes nothing. */
export async function endLaunch(tx: Tx, launchId: string, reason: string, actor: Actor): Promise<boolean> {
  const ended: EndedLaunch[] = await tx.query(
    `WITH ended AS (
       UPDATE launch SET state = 'ended', ended_at = now(), end_reason = $2 WHERE id = $1 AND state IN ('requested', 'redeemed', 'minted', 'active')
       RETURNING id, device_id, deployment_id, share_id, opened_at, ended_at) ${ENDED}`,
    [launchId, reason],
  );
  for (const launch of ended) await tellEnd(tx, launch, reason, actor);
  return ended.length > 0;
}

/** Ends launches whose time is over: unused, expired, without a socket for a minute, or of an operator who has lost the session. */
export async function endLapsedLaunches(unit: UnitOfWork): Promise<void> {
  await unit.run(async (tx) => {
    const lapsed: { id: string; reason: string }[] = await tx.query(
      `SELECT l.id, CASE WHEN l.share_expires_at <= now() THEN 'expired' WHEN s.id IS NULL OR o.disabled OR NOT o.allow_remote_control OR d.revoked_at IS NOT NULL OR d.retired_at IS NOT NULL THEN 'revoked' ELSE 'left' END AS reason
         FROM launch l JOIN operator o ON o.id = l.operator_id
         JOIN device d ON d.id = l.device_id
         LEFT JOIN operator_session s ON s.id = l.session_id AND s.revoked_at IS NULL AND s.expires_at > now()
        WHERE l.state IN ('requested', 'redeemed', 'minted', 'active')
          AND (l.share_expires_at <= now() OR s.id IS NULL OR o.disabled OR NOT o.allow_remote_control OR d.revoked_at IS NOT NULL OR d.retired_at IS NOT NULL
               OR (l.state <> 'active' AND l.ticket_expires_at < now() - interval '2 minutes')
               OR (l.state = 'active' AND NOT l.is_away AND l.last_active_at < now() - interval '60 seconds'))
        ORDER BY l.id FOR UPDATE OF l SKIP LOCKED`,
    );
    for (const { id, reason } of lapsed) await endLaunch(tx, id, reason, SYSTEM);
  });
}

/** Removes the page of an ended launch at the provider, which also cuts its sessions there. */
export async function revokeLaunch(unit: UnitOfWork, provider: RemoteAccessProvider, launchId: string): Promise<Record<string, unknown>> {
  const [launch]: { remote_id: string | null; share_id: string | null }[] = await unit.reads.query('SELECT remote_id, share_id FROM launch WHERE id = $1', [launchId]);
  if (launch?.remote_id && launch.share_id) await provider.revokeLaunch(launch.remote_id, launch.share_id);
  return {};
}

async function tellEnd(tx: Tx, launch: EndedLaunch, reason: string, actor: Actor): Promise<void> {
  await recordAudit(tx, actor, {
    action: 'launch.end', subject: { kind: 'launch', id: launch.id, name: launch.name }, clientId: launch.client_id, siteId: launch.site_id,
    deviceId: launch.device_id, changes: { reason: [null, reason], seconds: [null, launch.seconds] },
  });
  if (launch.share_id) await requestAct(tx, { kind: 'revoke-launch', request: {}, providerInstanceId: launch.provider_instance_id, launchId: launch.id });
  await wakeUp(tx, 'revoke', JSON.stringify({ kind: 'launch', id: launch.id }));
  await wakeUp(tx, 'changed', JSON.stringify({ kind: 'launch', id: launch.id, deviceId: launch.device_id, siteId: launch.site_id }));
}
