import { hired } from '../personas/staff.js';
import { GuestOnTheWire, endOf, OWN_ORIGIN, SupportScene } from '../support/support-scene.js';
import { eventually } from '../support/over-the-wire.js';

describe('R34 a code alone grants nothing', () => {
  let scene: SupportScene;
  const guests: GuestOnTheWire[] = [];
  beforeAll(async () => {
    scene = await SupportScene.begin();
  });
  afterEach(() => {
    for (const guest of guests.splice(0)) guest.vanish();
  });
  afterAll(() => scene.end());

  const joined = async (): Promise<{ id: string; guestId: string; client: GuestOnTheWire; page: GuestOnTheWire }> => {
    const { id, code } = await scene.made();
    const asPage = await scene.join({ code });
    const asClient = await scene.join({ code: asPage.body.clientCode! }, { page: false });
    const [page, client] = [await GuestOnTheWire.connect(scene.web.url, asPage.body.guestToken, 'page'), await GuestOnTheWire.connect(scene.web.url, asClient.body.guestToken, 'client')];
    guests.push(page, client);
    await client.next('welcome');
    return { id, guestId: await scene.guestOf(id), client, page };
  };

  it('the guest waits until the host admits him: no screen is opened before, whatever he says himself', async () => {
    const { id, guestId, client } = await joined();
    for (const frame of [{ type: 'consent', consent: { view: true, control: true, clipboard: true } }, { type: 'step', step: 'connected' }, { type: 'enrolment', allowed: true }]) client.say(frame);
    client.say({ type: 'chat', text: 'I said so' });
    await client.next('chat');
    expect((await scene.dana.get(`/support-sessions/${id}`)).body.guests[0]).toMatchObject({ step: 'waiting', admittedAt: null, consent: null, enrolment: 'none' });
    await expect(scene.screen(id, guestId)).rejects.toThrow('409');
    expect(client.received.some(({ type }) => type === 'open-channel' || type === 'ask-consent')).toBe(false);
  });

  it('is told who asks, for whom, why and what will be possible, by the server and not by the host', async () => {
    const { body } = await scene.join({ code: (await scene.made({ reason: 'A printer' })).code });
    expect(Object.keys(body.session).sort()).toEqual(['expiresAt', 'hostName', 'id', 'kind', 'may', 'name', 'organisation', 'reason']);
    expect(body.session).toMatchObject({ organisation: 'Latchkey', hostName: 'Dana Okafor', reason: 'A printer' });
    expect((await scene.dana.post('/support-sessions', { name: 'x', organisation: 'Your Bank' })).body.code).toBe('API-INPUT-02');
  });

  it('no answer and a no are no consent, and a yes is as wide as it was given', async () => {
    const { id, guestId, client } = await joined();
    await scene.dana.post(`/support-sessions/${id}/guests/${guestId}/admit`);
    expect(await client.next('ask-consent')).toMatchObject({ wants: { view: true, control: true, clipboard: true }, withinMs: 60_000 });
    await expect(scene.screen(id, guestId)).rejects.toThrow('409');
    client.say({ type: 'consent', consent: { view: false, control: true, clipboard: true } });
    await client.next('state', ({ consent }) => consent !== null && !consent.control);
    await expect(scene.screen(id, guestId, { mode: 'control' })).rejects.toThrow('409');
    client.say({ type: 'consent', consent: { view: true, control: false, clipboard: false } });
    await client.next('state', ({ consent }) => consent?.view === true);
    await expect(scene.screen(id, guestId, { mode: 'control' })).rejects.toThrow('409');
    const host = await scene.screen(id, guestId);
    expect(await client.next('open-channel')).toMatchObject({ hostName: 'Dana Okafor', control: false, clipboard: false });
    host.terminate();
    expect((await scene.query('SELECT changes FROM audit_entry WHERE action = $1 AND subject_id = $2', ['support-session.consent', id])).length).toBe(2);
  });

  it('the guest sees whoever watches for as long as he watches, and can end it at any time', async () => {
    const session = await scene.made();
    const { guestId, client } = await scene.guestWithScreen(session);
    guests.push(client);
    const host = await scene.screen(session.id, guestId, { mode: 'control' });
    await client.next('state', ({ hosts }) => hosts.length === 1 && hosts[0]!.name === 'Dana Okafor' && hosts[0]!.mode === 'control');
    client.say({ type: 'leave' });
    expect(await endOf(host)).toMatchObject({ code: 4403 });
    expect(await client.end()).toBe(4403);
    const again = await GuestOnTheWire.connect(scene.web.url, client.token, 'client');
    expect(await again.next('ended')).toEqual({ type: 'ended', reason: 'guest' });
    expect(await again.end()).toBe(4403);
  });

  it('only the host of the session opens its screens, in his own browser, and is cut off within five seconds when he may no longer', async () => {
    const theo = await hired(scene.web, scene.dana, 'theo', { all: true });
    const session = await scene.made();
    const { guestId, client } = await scene.guestWithScreen(session);
    guests.push(client);
    await expect(scene.screen(session.id, guestId, { browser: theo })).rejects.toThrow('403');
    await expect(scene.screen(session.id, guestId, { origin: 'https://localhost:8080' })).rejects.toThrow('403');
    const [{ id: theosId }] = (await scene.query<{ id: string }>(`SELECT id FROM operator WHERE name = 'Theo Brandt'`)) as [{ id: string }];
    await scene.dana.post(`/support-sessions/${session.id}/transfer`, { userId: theosId });
    const host = await scene.screen(session.id, guestId, { browser: theo });
    const { channel } = await client.next('open-channel');
    const guest = await scene.dial(channel, client.token);
    await scene.dana.patch(`/users/${theosId}`, { disabled: true }, { 'if-match': '*' });
    const { afterMs } = await endOf(host);
    expect(afterMs).toBeLessThan(5_000);
    await endOf(guest);
  });

  it('the same holds for a screen that a browser shares: signals reach an admitted guest who has agreed, and the viewer of that session', async () => {
    const session = await scene.made();
    const page = await GuestOnTheWire.connect(scene.web.url, (await scene.join({ code: session.code })).body.guestToken, 'page');
    guests.push(page);
    await page.next('welcome');
    const guestId = await scene.guestOf(session.id);
    const abort = new AbortController();
    const stream = await scene.dana.raw(`/support-sessions/${session.id}/signals`, { headers: { cookie: scene.dana.cookieHeader, origin: OWN_ORIGIN }, signal: abort.signal });
    let text = '';
    void (async () => {
      for await (const part of stream.body!) text += Buffer.from(part as Uint8Array).toString();
    })().catch(() => undefined);
    const viewer = await eventually('the viewer is named', () => /"viewer":"([0-9a-f-]{36})"/.exec(text)?.[1]);
    const signal = (body: object) => scene.dana.post(`/support-sessions/${session.id}/guests/${guestId}/signals`, body);
    expect((await signal({ viewer, signal: { type: 'watch' } })).status).toBe(409);
    page.say({ type: 'signal', viewer, signal: { sdp: 'too early' } });
    await scene.dana.post(`/support-sessions/${session.id}/guests/${guestId}/admit`);
    await page.next('ask-consent');
    expect((await signal({ viewer, signal: { type: 'watch' } })).status).toBe(409);
    page.say({ type: 'consent', consent: { view: true, control: false, clipboard: false } });
    page.say({ type: 'step', step: 'connected' });
    await page.next('state', ({ consent, step }) => consent?.view === true && step === 'connected');
    expect((await signal({ viewer, signal: { type: 'watch' } })).status).toBe(204);
    expect(await page.next('signal')).toEqual({ type: 'signal', viewer, signal: { type: 'watch' }, iceServers: [] });
    page.say({ type: 'signal', viewer, signal: { sdp: 'an offer' } });
    await eventually('the offer arrives', () => text.includes('an offer'));
    expect(text).not.toContain('too early');
    abort.abort();
    await page.next('state', ({ hosts }) => hosts.length === 1);
    await eventually('the viewer is gone', async () => (await scene.dana.get(`/support-sessions/${session.id}`)).body.hosts.length === 0);
  });
});
