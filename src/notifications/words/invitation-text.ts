import { asPage, escaped, type MailText } from './mail-text.js';
import { plain } from './words-of.js';

export interface InvitationFacts {
  readonly name: string;
  readonly invitedBy: string;
  readonly installation: string;
  /** Whether he has a password that the new one takes the place of. */
  readonly hasPassword: boolean;
  readonly link: string;
}

/** What somebody is sent who is to choose his first, or a new, password. Names are text in both forms: they come from whoever typed them. */
export function invitationText({ name, invitedBy, installation, hasPassword, link }: InvitationFacts): MailText {
  const [who, by, where] = [plain(name), plain(invitedBy), plain(installation)];
  const title = hasPassword ? `Choose a new password for ${where}` : `${by} invites you to ${where}`;
  const before = [`Hello ${who},`, hasPassword ? `${by} has sent you a link by which you choose a new password.` : `${by} has made an account for you. Choose your password by this link:`];
  const after = ['The link is good once, for three days. A newer one makes it void.', 'If you expected nothing of the kind, leave it alone and tell your administrator.'];
  const paragraphs = (lines: readonly string[]) => lines.map((line) => `<p>${escaped(line)}</p>`).join('');
  return {
    subject: plain(`[Latchkey] ${title}`),
    text: `${[...before, link, ...after].join('\n\n')}\n`,
    html: asPage(`${paragraphs(before)}<p><a href="${escaped(link)}">Choose your password</a></p>${paragraphs(after)}`),
  };
}
