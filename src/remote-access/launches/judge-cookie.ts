import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RemoteAccessProvider } from '../provider.js';

const LIVE = `l.state IN ('minted', 'active') AND l.share_expires_at > now()`;

/** What a sealed relay cookie is worth now: nothing, unless a live launch of that share or endpoint stands behind it. */
export async function judgeCookie(unit: UnitOfWork, provider: RemoteAccessProvider, instanceId: string, cookie: string): Promise<Record<string, unknown>> {
  const [{ now }]: [{ now: Date }] = await unit.reads.query('SELECT clock_timestamp() AS now');
  const claim = provider.judgeRelayCookie(cookie, now);
  if (!claim) return { live: false };
  if (claim.side === 'browser') {
    const [launch]: { id: string }[] = await unit.reads.query(
      `SELECT l.id FROM launch l JOIN deployment p ON p.id = l.deployment_id
        WHERE ${LIVE} AND p.provider_instance_id = $1 AND l.share_id = $2 AND ($3::text IS NULL OR l.remote_id = $3)`,
      [instanceId, claim.shareId, claim.remoteId],
    );
    return launch ? { live: true, ...claim, launchId: launch.id } : { live: false };
  }
  const [live]: unknown[] = await unit.reads.query(
    `SELECT 1 FROM launch l JOIN deployment p ON p.id = l.deployment_id
      WHERE ${LIVE} AND p.provider_instance_id = $1 AND ($2::text IS NULL OR l.remote_id = $2) LIMIT 1`,
    [instanceId, claim.remoteId],
  );
  return live ? { live: true, ...claim, launchId: null } : { live: false };
}
