import type { SupportInvitationSecrets } from '../invitations/queue-support-invitation.js';
import { appointment } from './appointment.js';
import { asPage, escaped, type MailText } from './mail-text.js';
import { plain } from './words-of.js';

/** What is known of an invitation to a support session; names come from whoever typed them. */
export interface SupportInvitationFacts extends SupportInvitationSecrets {
  readonly sessionId: string;
  readonly sessionName: string;
  readonly kind: 'support' | 'meeting';
  readonly hostName: string;
  readonly hostEmail: string;
  readonly organisation: string;
  readonly reason: string | null;
  readonly plannedFor: Date | null;
  readonly expiresAt: Date;
  readonly madeAt: Date;
  readonly timeZone: string;
  /** Where codes are entered. */
  readonly joinUrl: string;
}

export interface SupportInvitationText extends MailText {
  readonly replyTo: { readonly address: string; readonly name: string };
  readonly calendar?: string;
}

/** What somebody is sent who is invited to be helped: who does it, one button, the code for whoever cannot follow it, and until when, in his own time. */
export function supportInvitationText(facts: SupportInvitationFacts): SupportInvitationText {
  const { link, code, reportLink, hostEmail, plannedFor, expiresAt, timeZone, joinUrl } = facts;
  const [host, organisation, name, reason] = [facts.hostName, facts.organisation, facts.sessionName, facts.reason ?? ''].map(plain) as [string, string, string, string];
  const title = `${host} (${organisation}) invited you to a support session`;
  const before = [
    `${host} from ${organisation} ${facts.kind === 'meeting' ? 'wants to show you something' : 'wants to help you with your computer'}: ${name}.`,
    ...(reason ? [`Why: ${reason}`] : []),
    ...(plannedFor ? [`When: ${inZone(plannedFor, timeZone)}`] : []),
  ];
  const byCode = code === null ? [] : [`If the link does not open, go to ${joinUrl} and enter the code ${code}. The code is good for ten minutes.`];
  const after = [
    `The link is good once, until ${inZone(expiresAt, timeZone)}.`,
    'Nobody sees or controls anything before you have said yes, and you can end it at any time.',
  ];
  const notAsked = 'You did not ask for this? Leave it alone, or tell us';
  const paragraphs = (lines: readonly string[]) => lines.map((line) => `<p>${escaped(line)}</p>`).join('');
  const button = `<p><a href="${escaped(link)}" style="background:#1864ab;color:#ffffff;padding:12px 20px;border-radius:4px;text-decoration:none;display:inline-block">Join the session</a></p>`;
  return {
    subject: plain(title),
    text: `${[...before, link, ...byCode, ...after, `${notAsked}: ${reportLink}`].join('\n\n')}\n`,
    html: asPage(`${paragraphs(before)}${button}${paragraphs(byCode)}${paragraphs(after)}<p style="color:#555;font-size:small">${escaped(notAsked)}: <a href="${escaped(reportLink)}">I did not ask for this</a></p>`),
    replyTo: { address: hostEmail, name: host },
    ...(plannedFor ? { calendar: appointment({ uid: facts.sessionId, title: name, at: plannedFor, madeAt: facts.madeAt, organiser: { name: host, email: hostEmail }, place: link }) } : {}),
  };
}

function inZone(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'full', timeStyle: 'short' }).format(at).concat(` (${timeZone})`);
}
