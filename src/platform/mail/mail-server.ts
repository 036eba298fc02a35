import { createTransport } from 'nodemailer';

const PATIENCE_MS = 15_000;

/** How the connection is kept from being read: from its first byte, from the greeting on, or not at all. */
export const MAIL_SECURITY = ['tls', 'starttls', 'none'] as const;
export type MailSecurity = (typeof MAIL_SECURITY)[number];

export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly security: MailSecurity;
  readonly login: { readonly user: string; readonly password: string } | null;
  readonly from: { readonly address: string; readonly name: string };
}

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same for every try, so that a mail that arrives twice can be known as one. */
  readonly messageId: string;
  /** Who is answered by whoever answers. */
  readonly replyTo?: { readonly address: string; readonly name: string };
  /** An appointment (RFC 5545) that calendars offer to keep. */
  readonly calendar?: string;
}

/** The server did not take a mail, or was not there to. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';

  constructor(
    message: string,
    /** Whether trying again can help. */
    readonly mayPass: boolean,
  ) {
    super(message);
  }
}

/** Hands a mail to the server and returns what it said; throws {@link MailRefused}. Certificates are checked. */
export async function sendMail(server: MailServer, { calendar, ...mail }: Mail): Promise<string> {
  const { host, port, security, login, from } = server;
  const transport = createTransport({
    host, port,
    secure: security === 'tls', requireTLS: security === 'starttls', ignoreTLS: security === 'none',
    ...(login ? { auth: { user: login.user, pass: login.password } } : {}),
    connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS,
    disableFileAccess: true, disableUrlAccess: true,
  });
  try {
    const { response } = await transport.sendMail({
      ...mail, to: { address: mail.to, name: '' }, from,
      ...(calendar === undefined ? {} : { icalEvent: { method: 'PUBLISH', filename: 'session.ics', content: calendar } }),
      headers: { 'auto-submitted': 'auto-generated', 'x-auto-response-suppress': 'All' },
    });
    return plain(response);
  } catch (error) {
    throw refusalOf(error, login?.password);
  } finally {
    transport.close();
  }
}

function refusalOf(error: unknown, password: string | undefined): MailRefused {
  const { code, responseCode, response, message } = error as { code?: string; responseCode?: number; response?: string; message?: string };
  const said = plain(response ?? message ?? 'It could not be sent.');
  const isForGood = code === 'EAUTH' || (responseCode !== undefined && responseCode >= 500);
  // No server repeats a password; should one, it is not repeated any further.
  return new MailRefused(password ? said.replaceAll(password, '…') : said, !isForGood);
}

/** What a server says is shown to people and kept: one line, nothing that steers a screen. */
function plain(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim().slice(0, 300);
}
