import { type MailCatcher, mailCatcher } from '../../../test/support/mail-catcher.js';
import { type NotifyingCore, notifyingCore } from '../../../test/support/notifying-core.js';
import { SupportScene } from '../../../test/support/support-scene.js';

describe('an invitation by e-mail', () => {
  let scene: SupportScene;
  let mail: MailCatcher;
  let core: NotifyingCore;
  beforeAll(async () => {
    scene = await SupportScene.begin();
    core = await notifyingCore(scene.web);
    mail = await mailCatcher();
  });
  afterAll(async () => {
    await core.close();
    await mail.close();
    await scene.end();
  });

  const sendBy = (port: number): Promise<unknown> =>
    scene.dana.put('/mail-settings', { host: '127.0.0.1', port, security: 'none', fromAddress: 'help@northwind.example', fromName: 'Northwind' }, { 'if-match': '*' });

  it('is refused until somebody has said how e-mail is sent', async () => {
    const { id } = await scene.made();
    expect((await scene.dana.post(`/support-sessions/${id}/invite`, { email: 'rita@bakery.example' })).body.code).toBe('API-CONFLICT-03');
  });

  it('brings a link that lets in, a code, until when in the reader’s time, and the technician to answer to; nobody else sees its secrets', async () => {
    await sendBy(mail.port);
    const { id } = await scene.made({ name: 'Printer <b>', invite: { email: 'rita@bakery.example', timeZone: 'Asia/Tokyo' } });
    expect(await scene.query('SELECT sealed_link IS NOT NULL AS sealed FROM outgoing_mail WHERE support_invitation_id IS NOT NULL')).toEqual([{ sealed: true }]);
    await core.look();
    expect(core.failures).toEqual([]);
    const caught = mail.caught.at(-1)!;
    expect(caught).toMatchObject({ to: ['rita@bakery.example'], subject: 'Dana Okafor (Latchkey) invited you to a support session' });
    expect(caught.source).toMatch(/^Reply-To: Dana Okafor <dana@northwind\.example>/m);
    expect(caught.text).toContain('(Asia/Tokyo)');
    expect(caught.text).toContain('You did not ask for this?');
    const secret = /\/join#([A-Za-z0-9_-]{22})/.exec(caught.text)![1]!;
    const code = /enter the code ([A-Z2-9]{3}-[A-Z2-9]{3}-[A-Z2-9]{3})/.exec(caught.text)![1]!;
    expect((await scene.dana.get(`/support-sessions/${id}`)).body.invitations).toEqual([expect.objectContaining({ recipient: 'rita@bakery.example', state: 'sent', errorCode: null })]);
    expect((await scene.join({ token: secret }, { from: '198.51.100.61' })).status).toBe(200);
    expect((await scene.join({ code }, { from: '198.51.100.61' })).status).toBe(200);
    expect(await scene.query('SELECT sealed_link FROM outgoing_mail WHERE support_invitation_id IS NOT NULL')).toEqual([{ sealed_link: null }]);
  });

  it('of a session that is planned is an appointment, and has no code that would be too old by then', async () => {
    const at = new Date(Date.now() + 6 * 3_600_000);
    await scene.made({ plannedFor: at.toISOString(), invite: { email: 'ben@bakery.example' } });
    await core.look();
    const { source, text } = mail.caught.at(-1)!;
    expect(source).toMatch(/Content-Type: text\/calendar/);
    expect(text).toContain('When: ');
    expect(text).not.toContain('enter the code');
    expect((await scene.dana.post('/support-sessions', { name: 'Too far', plannedFor: new Date(Date.now() + 3 * 86_400_000).toISOString() })).body.errors[0].pointer).toBe('/plannedFor');
  });

  it('that no mail server takes is shown with its code, and the session is not lost', async () => {
    const refusing = await mailCatcher({ onRcptTo: (_address, _session, done) => done(Object.assign(new Error('No such mailbox'), { responseCode: 550 })) });
    await sendBy(refusing.port);
    const { id } = await scene.made({ invite: { email: 'nobody@bakery.example' } });
    await core.look();
    expect((await scene.dana.get(`/support-sessions/${id}`)).body.invitations).toEqual([expect.objectContaining({ state: 'failed', errorCode: 'RA-GST-07', answer: expect.stringContaining('No such mailbox') })]);
    await refusing.close();
    await sendBy(mail.port);
  });

  it('is sent so often only to one recipient', async () => {
    const { id } = await scene.made();
    const answers = [];
    for (let n = 0; n < 6; n++) answers.push((await scene.dana.post(`/support-sessions/${id}/invite`, { email: 'often@bakery.example' })).status);
    expect(answers).toEqual([...Array<number>(5).fill(200), 429]);
  });
});
