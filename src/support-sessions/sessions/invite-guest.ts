import { shownCode } from '../../../contracts/guest-protocol.js';
import { actorOf, type Operator } from '../../accounts/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { tooMany } from '../../platform/http/index.js';
import { randomIds } from '../../platform/ids.js';
import { queueSupportInvitation } from '../../notifications/index.js';
import { mintPass } from '../passes/mint-pass.js';
import type { SupportSettingsView } from '../settings/support-settings.view.js';
import type { SessionRow } from './held-session.js';
import { recordInSession } from './session-news.js';

/** Mails in an hour: of one host, and to one recipient whoever sends them. */
const PER_HOST = 30;
const PER_RECIPIENT = 5;

/** Invites somebody by e-mail with a link of his own, and a code for whoever cannot follow it. Neither is kept where anybody but core can read it. */
export async function inviteGuest(
  tx: Tx,
  operator: Operator,
  session: SessionRow,
  { email, timeZone }: { readonly email: string; readonly timeZone?: string },
  { codeMinutes, linkHours }: SupportSettingsView,
  publicUrl: string,
): Promise<void> {
  const [facts]: [{ byHost: number; toRecipient: number; zone: string; isPossible: boolean }] = await tx.query(
    `SELECT (SELECT count(*)::int FROM support_invitation WHERE invited_by = $1 AND made_at > now() - interval '1 hour') AS "byHost",
            (SELECT count(*)::int FROM support_invitation WHERE lower(recipient) = lower($2) AND made_at > now() - interval '1 hour') AS "toRecipient",
            coalesce((SELECT time_zone FROM site WHERE id = $3), (SELECT default_time_zone FROM installation), 'UTC') AS zone,
            EXISTS (SELECT 1 FROM mail_settings) AS "isPossible"`,
    [operator.id, email, session.siteId],
  );
  const isAway = session.providerName !== null;
  if (isAway && session.guestUrl === null) throw new DomainError('API-CONFLICT-03', `${session.providerName} has not made this session yet.`);
  if (!facts.isPossible) throw new DomainError('API-CONFLICT-03', 'Nobody has said yet how e-mail is sent.');
  if (facts.byHost >= PER_HOST || facts.toRecipient >= PER_RECIPIENT) throw tooMany(60 * 60 * 1000);
  const pass = { sessionId: session.id, forMany: false, madeBy: operator.id };
  const link = await mintPass(tx, { ...pass, kind: 'link', minutes: linkHours * 60 });
  // Where the guest joins elsewhere, the link of ours is good for saying that he did not ask for it, and for nothing else.
  if (isAway) await tx.query('UPDATE support_pass SET revoked_at = now() WHERE id = $1', [link.id]);
  // An appointment's code would be too old by then.
  const code = session.plannedFor === null && !isAway ? await mintPass(tx, { ...pass, kind: 'code', minutes: codeMinutes }) : null;
  const id = randomIds.uuid();
  await tx.query('INSERT INTO support_invitation (id, session_id, pass_id, recipient, time_zone, invited_by) VALUES ($1, $2, $3, $4, $5, $6)', [
    id, session.id, link.id, email, timeZone ?? facts.zone, operator.id,
  ]);
  await queueSupportInvitation(tx, { invitationId: id, recipient: email, secrets: { link: session.guestUrl ?? `${publicUrl}/join#${link.secret}`, code: code && shownCode(code.secret), reportLink: `${publicUrl}/join/report#${link.secret}` } });
  await recordInSession(tx, actorOf(operator), session, 'support-session.invite', { recipient: [null, email] });
}
