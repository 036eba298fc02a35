import type { UnitOfWork } from '../../platform/database/unit-of-work.js';

/** The log of deliveries and mails is kept for 30 days, what was told in the console for 90; what was switched off is not tried for ever. */
export async function tidy(unit: UnitOfWork): Promise<void> {
  await unit.run(async (tx) => {
    await tx.query(`DELETE FROM webhook_delivery WHERE created_at < now() - interval '30 days'`);
    await tx.query(`DELETE FROM outgoing_mail WHERE made_at < now() - interval '30 days'`);
    await tx.query(`DELETE FROM notification WHERE raised_at < now() - interval '90 days'`);
    await tx.query(`UPDATE notification SET mail = 'none' WHERE mail = 'waiting' AND raised_at < now() - interval '1 day'`);
    await tx.query(
      `UPDATE webhook_delivery d SET state = 'failed', done_at = now() FROM webhook w
        WHERE w.id = d.webhook_id AND NOT w.enabled AND d.state = 'waiting' AND d.due_at < now() - interval '1 day'`,
    );
  });
}
