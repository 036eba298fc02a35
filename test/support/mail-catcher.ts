import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { generate } from 'selfsigned';

export interface CaughtMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Who had signed in. */
  readonly user: string | undefined;
  readonly source: string;
  /** The plain part and the header of the subject as a reader shows them. */
  readonly subject: string;
  readonly text: string;
}

/** A mail server on this machine that keeps what it takes. */
export interface MailCatcher {
  readonly port: number;
  readonly caught: CaughtMail[];
  close(): Promise<void>;
}

export async function mailCatcher(options: SMTPServerOptions = {}): Promise<MailCatcher> {
  const caught: CaughtMail[] = [];
  const { cert, private: key } = await generate([{ name: 'commonName', value: '127.0.0.1' }], { keyType: 'ec' });
  const server = new SMTPServer({
    cert, key, authOptional: true, allowInsecureAuth: true, disabledCommands: ['STARTTLS'], disableReverseLookup: true,
    onData(stream, session, done) {
      let source = '';
      stream.on('data', (chunk: Buffer) => (source += chunk.toString()));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        caught.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address), user: session.user as string | undefined, source, ...read(source) });
        done(null, `taken as number ${caught.length}`);
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  return { port: (server.server.address() as AddressInfo).port, caught, close: () => new Promise<void>((done) => server.close(() => done())) };
}

function read(source: string): { subject: string; text: string } {
  const [head = '', ...rest] = source.split('\r\n\r\n');
  const subject = /^Subject: (.*(?:\r\n[ \t].*)*)/m.exec(head)?.[1] ?? '';
  const plain = /Content-Type: text\/plain[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(source);
  const encoding = /Content-Transfer-Encoding: (\S+)/.exec(plain?.[0] ?? '')?.[1];
  return { subject: decodedWords(subject), text: decoded(plain?.[1] ?? rest.join('\n'), encoding) };
}

/** RFC 2047: words of a header that are not ASCII. */
function decodedWords(text: string): string {
  return text
    .replace(/\?=\r\n[ \t]=\?/g, '?==?')
    .replace(/\r\n[ \t]/g, ' ')
    .replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, word: string) => decoded(kind.toUpperCase() === 'B' ? word : word.replaceAll('_', ' '), kind.toUpperCase() === 'B' ? 'base64' : 'quoted-printable'));
}

function decoded(text: string, encoding: string | undefined): string {
  if (encoding === 'base64') return Buffer.from(text, 'base64').toString();
  if (encoding !== 'quoted-printable') return text;
  return Buffer.from(text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString();
}
