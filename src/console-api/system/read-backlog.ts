import type { Tx } from '../../platform/database/unit-of-work.js';
import type { SystemBacklogView } from './system.view.js';

/** What waits for somebody or something, counted now. */
export async function readBacklog(tx: Tx): Promise<SystemBacklogView> {
  const [backlog]: SystemBacklogView[] = await tx.query(
    `SELECT (SELECT count(DISTINCT site_id)::int FROM dirty_site) AS "dirtySites",
            (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(marked_at)), 0)::int FROM dirty_site) AS "lagSeconds",
            (SELECT count(*)::int FROM deployment WHERE due_at <= now()) AS "dueDeployments",
            (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(due_at)), 0)::int FROM deployment WHERE due_at <= now()) AS "dueSeconds",
            (SELECT count(*)::int FROM provider_act WHERE state = 'waiting') AS "waitingActs",
            (SELECT count(*)::int FROM instruction WHERE reported_at IS NULL AND expires_at > now()) AS "openInstructions",
            (SELECT count(*)::int FROM outgoing_mail WHERE state = 'waiting') AS "waitingMails",
            (SELECT count(*)::int FROM webhook_delivery WHERE state = 'waiting') AS "waitingDeliveries"`,
  );
  return backlog!;
}
