import { randomBytes } from 'node:crypto';
import type { SMTPServerOptions } from 'smtp-server';
import { type CaughtMail, mailCatcher } from '../../../test/support/mail-catcher.js';
import { type Mail, type MailServer, sendMail } from './mail-server.js';

const MAIL: Mail = { to: 'dana@northwind.example', subject: 'A till has failed', text: 'plain words', html: '<p>marked words</p>', messageId: '<one@latchkey.invalid>' };
const password = randomBytes(12).toString('hex');

/** A mail server on this machine, for as long as `look` takes. */
async function mailServer<T>(options: SMTPServerOptions, look: (server: MailServer, taken: readonly CaughtMail[]) => Promise<T>): Promise<T> {
  const catcher = await mailCatcher(options);
  try {
    return await look({ host: '127.0.0.1', port: catcher.port, security: 'none', login: null, from: { address: 'latchkey@northwind.example', name: 'Latchkey' } }, catcher.caught);
  } finally {
    await catcher.close();
  }
}

describe('handing a mail to its server', () => {
  it('says what the server said, and brings both parts', () =>
    mailServer({}, async (server, taken) => {
      await expect(sendMail(server, MAIL)).resolves.toContain('taken as number 1');
      expect(taken).toMatchObject([{ from: 'latchkey@northwind.example', to: ['dana@northwind.example'] }]);
      for (const part of ['Subject: A till has failed', 'plain words', '<p>marked words</p>', 'Auto-Submitted: auto-generated', '<one@latchkey.invalid>']) expect(taken[0]!.source).toContain(part);
    }));

  it('signs in where it has a password', () =>
    mailServer({ authOptional: false, onAuth: (auth, _, done) => done(null, auth.password === password ? { user: auth.username } : undefined) }, async (server, taken) => {
      await sendMail({ ...server, login: { user: 'dana', password } }, MAIL);
      expect(taken[0]!.user).toBe('dana');
    }));

  it('tells a refused password, for good and without the password', () =>
    mailServer({ authOptional: false, onAuth: (_, __, done) => done(new Error(`no such user with ${password}`)) }, async (server) => {
      const refusal: unknown = await sendMail({ ...server, login: { user: 'dana', password } }, MAIL).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ name: 'MailRefused', mayPass: false });
      expect(String(refusal)).toContain('no such user');
      expect(String(refusal)).not.toContain(password);
    }));

  it.each([[550, false], [451, true]])('tells a recipient who is refused with %s', (responseCode, mayPass) =>
    mailServer({ onRcptTo: (_, __, done) => done(Object.assign(new Error('not here'), { responseCode })) }, async (server) => {
      await expect(sendMail(server, MAIL)).rejects.toMatchObject({ name: 'MailRefused', mayPass });
    }));

  it('tries again where nobody is there', async () => {
    const gone = await mailServer({}, (server) => Promise.resolve(server));
    await expect(sendMail(gone, MAIL)).rejects.toMatchObject({ name: 'MailRefused', mayPass: true });
  });

  it('sends nothing in the clear to a server that was to be encrypted', () =>
    mailServer({}, async (server, taken) => {
      await expect(sendMail({ ...server, security: 'starttls' }, MAIL)).rejects.toMatchObject({ name: 'MailRefused' });
      expect(taken).toEqual([]);
    }));

  it('trusts no certificate that nobody vouches for', () =>
    mailServer({ disabledCommands: [] }, async (server, taken) => {
      // The server's own certificate, which it made for itself.
      await expect(sendMail({ ...server, security: 'starttls' }, MAIL)).rejects.toMatchObject({ name: 'MailRefused' });
      expect(taken).toEqual([]);
    }));

  it('lets no text become a header', () =>
    mailServer({}, async (server, taken) => {
      await sendMail(server, { ...MAIL, subject: 'till\r\nBcc: mallory@elsewhere.example' });
      expect(taken[0]!.to).toEqual(['dana@northwind.example']);
      expect(taken[0]!.source).not.toMatch(/^Bcc:/m);
    }));
});
