import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import type { InvitationMailView } from './invitation-mail.view.js';

export async function readInvitationMail(tx: Tx, userId: string): Promise<InvitationMailView> {
  const [latest]: InvitationMailView[] = await tx.query(
    `SELECT EXISTS (SELECT 1 FROM mail_settings) AS "isPossible", coalesce(m.state, 'none') AS state, m.recipient, m.answer, coalesce(m.done_at, m.made_at) AS at
       FROM operator o LEFT JOIN outgoing_mail m ON m.invited_id = o.id WHERE o.id = $1 ORDER BY m.made_at DESC LIMIT 1`,
    [userId],
  );
  if (!latest) throw notFound('user');
  return latest;
}
