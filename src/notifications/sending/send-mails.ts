import { type MailServer, MailRefused, type MailSecurity, sendMail } from '../../platform/mail/mail-server.js';
import type { Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { CoreBox } from '../../platform/sealing/core-box.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import type { SupportInvitationSecrets } from '../invitations/queue-support-invitation.js';
import { type InvitationFacts, invitationText } from '../words/invitation-text.js';
import { loadOccurrences } from '../words/load-occurrences.js';
import { type MailText, mailText, testMailText } from '../words/mail-text.js';
import { type SupportInvitationFacts, type SupportInvitationText, supportInvitationText } from '../words/support-invitation-text.js';
import { invitationLink, MAIL_PASSWORD, supportSecrets } from '../sealed-purposes.js';
import { pauseAfter } from './back-off.js';

/** A process that dies with a mail leaves it to the next one after this long; no try takes longer. */
const LEASE = `interval '2 minutes'`;

interface DueMail {
  readonly id: string;
  readonly batchId: string | null;
  readonly ruleName: string | null;
  readonly invitedId: string | null;
  readonly supportInvitationId: string | null;
  readonly recipient: string;
  readonly attempts: number;
}

/** Takes mails that are due. One that a process dies with may arrive twice, under the same Message-ID. */
export async function takeDueMails(unit: UnitOfWork, box: CoreBox, publicUrl: string, atMost: number): Promise<(() => Promise<void>)[]> {
  const mails: DueMail[] = await unit.run((tx) =>
    tx.query(
      `WITH taken AS (
         UPDATE outgoing_mail SET attempts = attempts + 1, due_at = now() + ${LEASE}
          WHERE id IN (SELECT id FROM outgoing_mail WHERE state = 'waiting' AND due_at <= now() ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING id, batch_id, rule_id, invited_id, support_invitation_id, recipient, attempts)
       SELECT t.id, t.batch_id AS "batchId", t.invited_id AS "invitedId", t.support_invitation_id AS "supportInvitationId", t.recipient, t.attempts, r.name AS "ruleName" FROM taken t LEFT JOIN notification_rule r ON r.id = t.rule_id`,
      [atMost],
    ),
  );
  return mails.map((mail) => () => send(unit, box, publicUrl, mail));
}

/** A test is tried once: somebody waits for what becomes of it. */
const isTest = ({ batchId, invitedId, supportInvitationId }: DueMail) => batchId === null && invitedId === null && supportInvitationId === null;

async function send(unit: UnitOfWork, box: CoreBox, publicUrl: string, mail: DueMail): Promise<void> {
  try {
    const server = await mailServer(unit.reads, box);
    const text = await textOf(unit.reads, box, mail, publicUrl);
    const answer = await sendMail(server, { ...text, to: mail.recipient, messageId: `<${mail.id}@${new URL(publicUrl).hostname}>` });
    await end(unit, mail, 'sent', answer);
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    const pause = error.mayPass && !isTest(mail) ? pauseAfter(mail.attempts) : null;
    if (pause === null) await end(unit, mail, 'failed', error.message);
    else await unit.run((tx) => tx.query('UPDATE outgoing_mail SET due_at = now() + make_interval(secs => $2), answer = $3 WHERE id = $1', [mail.id, pause, error.message]));
  }
}

/** Whoever waits for a test hears of it. */
async function end(unit: UnitOfWork, { id }: DueMail, state: 'sent' | 'failed', answer: string): Promise<void> {
  await unit.run(async (tx) => {
    await tx.query('UPDATE outgoing_mail SET state = $2, answer = $3, done_at = now(), sealed_link = NULL WHERE id = $1', [id, state, answer]);
    await wakeUp(tx, 'acted', id);
  });
}

async function mailServer(tx: Tx, box: CoreBox): Promise<MailServer> {
  const [settings]: { host: string; port: number; security: MailSecurity; username: string | null; sealed: Buffer | null; address: string; name: string }[] = await tx.query(
    `SELECT host, port, security, username, sealed_password AS sealed, from_address AS address, from_name AS name FROM mail_settings`,
  );
  if (!settings) throw new MailRefused('Nobody has said yet how e-mail is sent.', true);
  const { host, port, security, username, sealed, address, name } = settings;
  const login = username === null ? null : { user: username, password: sealed ? opened(box, MAIL_PASSWORD, sealed, 'Its password cannot be read any more. Give it again.') : '' };
  return { host, port, security, login, from: { address, name } };
}

function opened(box: CoreBox, purpose: string, sealed: Buffer, otherwise: string): string {
  try {
    return box.open(purpose, sealed).toString();
  } catch {
    throw new MailRefused(otherwise, false);
  }
}

async function textOf(tx: Tx, box: CoreBox, mail: DueMail, publicUrl: string): Promise<MailText | SupportInvitationText> {
  if (mail.supportInvitationId !== null) return supportInvitationOf(tx, box, mail, publicUrl);
  if (mail.invitedId !== null) return invitationOf(tx, box, mail);
  if (mail.batchId === null) return testMailText(publicUrl);
  const gathered: { id: string }[] = await tx.query('SELECT id FROM notification WHERE mail_batch = $1', [mail.batchId]);
  return mailText(mail.ruleName ?? '', await loadOccurrences(tx, gathered.map(({ id }) => id)), publicUrl);
}

/** Only while the link in it is good: a mail that waited for a broken server must not bring one that leads nowhere. */
async function invitationOf(tx: Tx, box: CoreBox, { id }: DueMail): Promise<MailText> {
  const [facts]: (Omit<InvitationFacts, 'link'> & { sealed: Buffer })[] = await tx.query(
    `SELECT o.name, i.made_by_name AS "invitedBy", coalesce(n.name, 'Latchkey') AS installation, o.password_hash IS NOT NULL AS "hasPassword", m.sealed_link AS sealed
       FROM outgoing_mail m JOIN invitation i ON i.operator_id = m.invited_id AND i.token_hash = m.invitation_hash AND i.expires_at > now()
       JOIN operator o ON o.id = m.invited_id AND NOT o.disabled LEFT JOIN installation n ON true
      WHERE m.id = $1 AND m.sealed_link IS NOT NULL`,
    [id],
  );
  if (!facts) throw new MailRefused('The link is not good any more: a newer one was made, or it was used, or it is too old.', false);
  const { sealed, ...rest } = facts;
  return invitationText({ ...rest, link: opened(box, invitationLink(id), sealed, 'The link cannot be read any more. Send another one.') });
}

/** Only while the session goes on and its link is good, and says under the name of who is its host by then. */
async function supportInvitationOf(tx: Tx, box: CoreBox, { id }: DueMail, publicUrl: string): Promise<SupportInvitationText> {
  const [facts]: (Omit<SupportInvitationFacts, keyof SupportInvitationSecrets | 'joinUrl'> & { sealed: Buffer })[] = await tx.query(
    `SELECT s.id AS "sessionId", s.name AS "sessionName", s.kind, o.name AS "hostName", o.email AS "hostEmail", coalesce(n.name, 'Latchkey') AS organisation, s.reason,
            s.planned_for AS "plannedFor", p.expires_at AS "expiresAt", i.made_at AS "madeAt", i.time_zone AS "timeZone", m.sealed_link AS sealed
       FROM outgoing_mail m JOIN support_invitation i ON i.id = m.support_invitation_id JOIN support_pass p ON p.id = i.pass_id AND p.revoked_at IS NULL AND p.uses = 0 AND p.expires_at > now()
       JOIN support_session s ON s.id = i.session_id AND s.state <> 'ended' JOIN operator o ON o.id = s.host_id LEFT JOIN installation n ON true
      WHERE m.id = $1 AND m.sealed_link IS NOT NULL`,
    [id],
  );
  if (!facts) throw new MailRefused('The link is not good any more: it is too old, was used or reported, or the session has ended.', false);
  const { sealed, ...rest } = facts;
  const secrets = JSON.parse(opened(box, supportSecrets(id), sealed, 'The link cannot be read any more. Send another one.')) as SupportInvitationSecrets;
  return supportInvitationText({ ...rest, ...secrets, joinUrl: `${publicUrl}/join` });
}
