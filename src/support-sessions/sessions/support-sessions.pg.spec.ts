import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hired } from '../../../test/personas/staff.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { EventReader } from '../../../test/support/event-reader.js';
import { eventually } from '../../../test/support/over-the-wire.js';
import { publishServerKeys } from '../../../test/support/published-server-keys.js';
import { GuestOnTheWire, SupportScene } from '../../../test/support/support-scene.js';

describe('a support session', () => {
  let scene: SupportScene;
  let theo: BrowserSession;
  let shop: string;
  let yard: string;
  let builds: string;

  beforeAll(async () => {
    builds = mkdtempSync(join(tmpdir(), 'latchkey-builds-'));
    scene = await SupportScene.begin({ agentDir: builds, guestDir: join(builds, 'guest') });
    await publishServerKeys(scene.web.database.dataSource);
    const made = async (path: string, body: object): Promise<string> => (await scene.dana.post(path, body)).body.id;
    const bakery = await made('/clients', { name: 'Bakery Brown' });
    shop = await made('/sites', { clientId: bakery, name: 'Shop' });
    yard = await made('/sites', { clientId: await made('/clients', { name: 'Mill Green' }), name: 'Yard' });
    theo = await hired(scene.web, scene.dana, 'theo', { clientIds: [bakery] });
  });
  afterAll(async () => {
    await scene.end();
    rmSync(builds, { recursive: true });
  });

  const audited = async (sessionId: string): Promise<string[]> =>
    (await scene.query<{ action: string }>('SELECT action FROM audit_entry WHERE subject_id = $1 ORDER BY id', [sessionId])).map(({ action }) => action);

  it('goes from created over a guest who joins and is admitted to its end, and keeps what was said, written and done', async () => {
    const session = await scene.made({ siteId: shop, reason: 'It prints nothing' }, theo);
    expect((await theo.get(`/support-sessions/${session.id}`)).body).toMatchObject({ state: 'created', hostName: 'Theo Brandt', isOwn: true, siteName: 'Shop', guests: [] });
    const joined = await scene.join({ token: session.token, name: 'Rita' });
    expect(joined.body.session).toMatchObject({ name: 'Printer', organisation: 'Latchkey for Bakery Brown', hostName: 'Theo Brandt', reason: 'It prints nothing', may: { view: true, control: true, clipboard: true } });
    const page = await GuestOnTheWire.connect(scene.web.url, joined.body.guestToken, 'page');
    expect(await page.next('welcome')).toMatchObject({ guestName: 'Rita', step: 'opened', admitted: false, consent: null, hosts: [], chat: [] });
    page.say({ type: 'step', step: 'downloaded', os: 'Windows 11' });
    page.say({ type: 'chat', text: 'Hello?' });
    const guest = await eventually('the host sees it', async () => {
      const { body } = await theo.get(`/support-sessions/${session.id}`);
      return body.guests[0]?.step === 'downloaded' && body.chat.length === 1 ? body.guests[0] : null;
    });
    expect(guest).toMatchObject({ name: 'Rita', os: 'Windows 11', hasPage: true, hasClient: false });
    await theo.post(`/support-sessions/${session.id}/messages`, { text: 'Good morning' });
    expect((await page.next('chat', ({ line }) => line.from === 'host')).line).toMatchObject({ name: 'Theo Brandt', text: 'Good morning' });

    const asClient = await scene.join({ code: joined.body.clientCode! }, { page: false });
    expect(asClient.body.clientCode).toBeNull();
    const client = await GuestOnTheWire.connect(scene.web.url, asClient.body.guestToken, 'client');
    expect(await client.next('welcome')).toMatchObject({ guestName: 'Rita', step: 'waiting', admitted: false });
    expect((await theo.post(`/support-sessions/${session.id}/guests/${guest.id}/admit`, { wants: { view: true, control: false, clipboard: false } })).status).toBe(200);
    expect(await client.next('ask-consent')).toMatchObject({ hostName: 'Theo Brandt', organisation: 'Latchkey for Bakery Brown', reason: 'It prints nothing', wants: { view: true, control: false, clipboard: false } });
    expect(page.received.some(({ type }) => type === 'ask-consent')).toBe(false);
    client.say({ type: 'consent', consent: { view: true, control: false, clipboard: false } });
    await page.next('state', ({ step, consent }) => step === 'connected' && consent?.view === true);
    await eventually('it is connected', async () => (await theo.get(`/support-sessions/${session.id}`)).body.state === 'guest-connected');
    await theo.post(`/support-sessions/${session.id}/notes`, { text: 'Cable was loose' });
    client.say({ type: 'leave' });
    expect(await page.next('ended')).toEqual({ type: 'ended', reason: 'guest' });
    expect(await client.end()).toBe(4403);

    const { body } = await theo.get(`/support-sessions/${session.id}`);
    expect(body).toMatchObject({ state: 'ended', endReason: 'guest', notes: [{ text: 'Cable was loose', writtenByName: 'Theo Brandt' }] });
    expect(body.chat.map(({ from, text }: { from: string; text: string }) => `${from}: ${text}`)).toEqual(['guest: Hello?', 'host: Good morning']);
    expect(body.passes.every(({ isOpen }: { isOpen: boolean }) => !isOpen)).toBe(true);
    expect(await audited(session.id)).toEqual(
      expect.arrayContaining(['create', 'join', 'start-client', 'admit-guest', 'consent', 'say', 'write-note', 'end'].map((verb) => `support-session.${verb}`)),
    );
    expect((await theo.post(`/support-sessions/${session.id}/codes`)).body.code).toBe('API-CONFLICT-03');
  });

  it('is heard of by its host and by who sees its site, and by nobody else', async () => {
    const mona = await hired(scene.web, scene.dana, 'mona', { siteIds: [yard] });
    const [his, hers] = await Promise.all([EventReader.open(theo), EventReader.open(mona)]);
    const { id } = await scene.made({}, theo);
    await his.next(({ event, data }) => event === 'support-session' && data.includes(id));
    const atYard = await scene.made({ siteId: yard });
    await hers.next(({ event, data }) => event === 'support-session' && data.includes(atYard.id));
    expect(hers.received.some(({ data }) => data.includes(id))).toBe(false);
    expect(his.received.some(({ data }) => data.includes(atYard.id))).toBe(false);
    expect((await theo.get(`/support-sessions/${atYard.id}`)).status).toBe(404);
    expect((await mona.get('/support-sessions')).body.items.map((each: { id: string }) => each.id)).toEqual([atYard.id]);
    expect((await theo.get('/support-sessions?which=live')).body.items.map((each: { id: string }) => each.id)).toContain(id);
    for (const reader of [his, hers]) reader.close();
  });

  it('is handed on to somebody who may know it; only he acts in it then', async () => {
    const { id, code } = await scene.made({ siteId: shop });
    const [{ id: theosId }] = await scene.query<{ id: string }>(`SELECT id FROM operator WHERE name = 'Theo Brandt'`) as [{ id: string }];
    const [{ id: monasId }] = await scene.query<{ id: string }>(`SELECT id FROM operator WHERE name = 'Mona Lindqvist'`) as [{ id: string }];
    await scene.join({ code });
    expect((await theo.post(`/support-sessions/${id}/messages`, { text: 'Mine?' })).body.code).toBe('API-SCOPE-01');
    expect((await scene.dana.post(`/support-sessions/${id}/transfer`, { userId: monasId })).body.code).toBe('API-NOTFOUND-01');
    expect((await scene.dana.post(`/support-sessions/${id}/transfer`, { userId: theosId })).status).toBe(204);
    expect((await scene.dana.post(`/support-sessions/${id}/messages`, { text: 'Still?' })).body.code).toBe('API-SCOPE-01');
    const { status, body } = await theo.post(`/support-sessions/${id}/messages`, { text: 'I am Theo' });
    expect([status, body.hostName, body.chat.map((line: { text: string }) => line.text)]).toEqual([200, 'Theo Brandt', ['Theo Brandt helps you from now on.', 'I am Theo']]);
  });

  it('voids its former code by a new one, which is read aloud in words', async () => {
    const session = await scene.made();
    const { status, body } = await scene.dana.post(`/support-sessions/${session.id}/codes`);
    expect(status).toBe(201);
    expect(body.code).toMatch(/^[A-Z2-9]{3}-[A-Z2-9]{3}-[A-Z2-9]{3}$/);
    expect(body.words).toHaveLength(9);
    expect((await scene.join({ code: session.code }, { from: '198.51.100.20' })).body.code).toBe('RA-GST-01');
    expect((await scene.join({ code: body.code.toLowerCase().replaceAll('-', ' ') }, { from: '198.51.100.20' })).status).toBe(200);
  });

  it('for several guests lets each in by one code until it is closed; one who leaves leaves alone', async () => {
    const { id, code } = await scene.made({ kind: 'meeting', name: 'Training' });
    const guests = [];
    for (const name of ['Ann', 'Ben']) {
      const joined = await scene.join({ code, name });
      expect([joined.status, joined.body.clientCode]).toEqual([200, null]);
      guests.push(await GuestOnTheWire.connect(scene.web.url, joined.body.guestToken, 'page'));
      await guests.at(-1)!.next('welcome');
    }
    const { body } = await scene.dana.get(`/support-sessions/${id}`);
    expect(body.guests.map((guest: { name: string }) => guest.name)).toEqual(['Ann', 'Ben']);
    guests[0]!.say({ type: 'leave' });
    await guests[0]!.next('ended');
    expect((await scene.dana.get(`/support-sessions/${id}`)).body.state).toBe('guest-joining');
    await scene.dana.post(`/support-sessions/${id}/codes`);
    expect((await scene.join({ code })).body.code).toBe('RA-GST-01');
    expect(guests[1]!.closed).toBeNull();
    guests[1]!.vanish();
  });

  it('drops frames that are none, survives them, and lets one connection of each kind live, the newer one', async () => {
    const { code } = await scene.made();
    const { body } = await scene.join({ code });
    const first = await GuestOnTheWire.connect(scene.web.url, body.guestToken, 'page');
    await first.next('welcome');
    for (const nonsense of ['{', '[]', '{"type":"chat"}', '{"type":"step","step":"flying"}', '{"type":"chat","text":"x","more":1}', JSON.stringify({ type: 'chat', text: '\0' })]) first.socket.send(nonsense);
    first.say({ type: 'chat', text: 'still here' });
    await first.next('chat', ({ line }) => line.text === 'still here');
    const second = await GuestOnTheWire.connect(scene.web.url, body.guestToken, 'page');
    await second.next('welcome', ({ chat }) => chat.length === 1);
    expect(await first.end()).toBe(4409);
    const stranger = await GuestOnTheWire.connect(scene.web.url, 'x'.repeat(32), 'page');
    expect(await stranger.end()).toBe(4401);
    second.vanish();
  });

  it('offers to manage the device only to who may, and sends the command once the guest has said yes', async () => {
    const session = await scene.made();
    const { guestId, client } = await scene.guestWithScreen(session);
    expect((await theo.post(`/support-sessions/${session.id}/guests/${guestId}/offer-enrolment`, { siteId: shop })).body.code).toBe('API-RIGHT-01');
    expect((await scene.dana.post(`/support-sessions/${session.id}/guests/${guestId}/offer-enrolment`, { siteId: shop })).status).toBe(200);
    expect(await client.next('offer-enrolment')).toEqual({ type: 'offer-enrolment', organisation: 'Latchkey' });
    client.say({ type: 'enrolment', allowed: false });
    await eventually('it is known', async () => (await scene.dana.get(`/support-sessions/${session.id}`)).body.guests[0].enrolment === 'refused');
    client.say({ type: 'enrolment', allowed: true });
    client.say({ type: 'chat', text: 'after' });
    await client.next('chat');
    expect(await scene.query('SELECT 1 FROM enrolment_token')).toEqual([]);

    writeFileSync(join(builds, 'manifest.json'), JSON.stringify({ files: [{ platform: 'linux-x64', file: 'latchkey-agent-linux-x64', sha256: 'a'.repeat(64), size: 1 }] }));
    await scene.dana.post(`/support-sessions/${session.id}/guests/${guestId}/offer-enrolment`, { siteId: shop });
    await eventually('it is offered again', () => client.received.filter(({ type }) => type === 'offer-enrolment').length === 2);
    client.say({ type: 'enrolment', allowed: true });
    const { command } = await client.next('offer-enrolment', (frame) => frame.command !== undefined);
    expect(command).toMatch(/lke_[0-9a-f]{32}_[a-z2-7]+_[a-z2-7]+/);
    expect(await scene.query('SELECT site_id, max_uses FROM enrolment_token')).toEqual([{ site_id: shop, max_uses: 1 }]);
    // Nobody else has it: it is in no row that waits to be fetched.
    expect(JSON.stringify(await scene.query('SELECT body FROM support_guest_mail'))).not.toContain('lke_');
    client.vanish();
  });

  it('offers exactly the guest clients that were built, to be called as the page likes', async () => {
    const read = async (path: string) => fetch(`${scene.web.url}/guest/v1/clients${path}`);
    expect(await (await read('')).json()).toEqual({ items: [] });
    mkdirSync(join(builds, 'guest'));
    const file = { platform: 'linux-x64', file: 'support-linux-x64', sizeBytes: 7, sha256: 'b'.repeat(64), signer: null };
    writeFileSync(join(builds, 'guest', 'support-linux-x64'), 'program');
    writeFileSync(join(builds, 'guest', 'manifest.json'), JSON.stringify({ version: '1.2.3', files: [file, { ...file, platform: 'win-x64', file: '../../etc/passwd' }] }));
    expect(await (await read('')).json()).toEqual({ items: [{ platform: 'linux-x64', version: '1.2.3', sizeBytes: 7, sha256: 'b'.repeat(64), signer: null }] });
    const download = await read('/linux-x64');
    expect([download.headers.get('content-disposition'), await download.text()]).toEqual(['attachment', 'program']);
    expect((await read('/win-x64')).status).toBe(404);
    expect((await read('/..%2fmanifest.json')).status).toBe(404);
  });
});
