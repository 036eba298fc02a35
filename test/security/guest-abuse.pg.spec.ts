import { KnownSessions } from '../../src/accounts/index.js';
import { danaSetsUp } from '../personas/dana.js';
import { hired } from '../personas/staff.js';
import { BrowserSession } from '../support/browser-session.js';
import { startWebForTest } from '../support/running-web.js';
import { endOf, SupportScene } from '../support/support-scene.js';

describe('R35 abuse of support sessions', () => {
  let scene: SupportScene;
  let theo: BrowserSession;
  let shop: string;
  beforeAll(async () => {
    scene = await SupportScene.begin();
    theo = await hired(scene.web, scene.dana, 'theo', { all: true });
    const { id: clientId } = (await scene.dana.post('/clients', { name: 'Bakery Brown' })).body;
    shop = (await scene.dana.post('/sites', { clientId, name: 'Shop' })).body.id;
  });
  afterAll(() => scene.end());

  it('no API key lets a guest in, and where second factors are demanded nobody does without having shown one', async () => {
    expect((await scene.dana.post('/api-keys', { name: 'script', rights: ['support-sessions.host'] })).body.code).toBe('API-INPUT-01');
    const { body } = await scene.dana.post('/api-keys', { name: 'script', rights: ['sites.change', 'policies.change'] });
    const script = new BrowserSession(scene.web.url);
    const asKey = { authorization: `Bearer ${body.key}` };
    expect(await script.put('/support-sessions/kill-switch', { stopped: false }, asKey)).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    expect(await script.post('/support-sessions', { name: 'By a script' }, asKey)).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    const strict = await startWebForTest({ publicUrl: 'https://latchkey.example.org', trustedProxy: '127.0.0.1' });
    try {
      const dana = await danaSetsUp(strict);
      await strict.database.dataSource.query(`UPDATE operator_session SET stage = 'complete', proven_by = NULL`);
      expect(await dana.post('/support-sessions', { name: 'Without a factor' })).toMatchObject({ status: 401, body: { code: 'API-AUTH-02' } });
      await strict.database.dataSource.query(`UPDATE operator_session SET proven_by = 'passkey'`);
      strict.part(KnownSessions).forget(() => true);
      expect((await dana.post('/support-sessions', { name: 'With one' })).status).toBe(201);
    } finally {
      await strict.close();
    }
  }, 30_000);

  it('a host has so many sessions at once and makes so many codes a day, also when he asks for all at once', async () => {
    await scene.dana.put('/support-sessions/settings', { codeMinutes: 10, linkHours: 24, livePerHost: 3, codesPerDay: 5 }, { 'if-match': '*' });
    const answers = await Promise.all(Array.from({ length: 8 }, () => theo.post('/support-sessions', { name: 'Again' })));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 201, 201, 409, 409, 409, 409, 409]);
    const { id } = answers.find(({ status }) => status === 201)!.body;
    const codes = [];
    for (let n = 0; n < 3; n++) codes.push((await theo.post(`/support-sessions/${id}/codes`)).status);
    expect(codes).toEqual([201, 201, 429]);
    await scene.dana.put('/support-sessions/settings', { codeMinutes: 10, linkHours: 24, livePerHost: 20, codesPerDay: 200 }, { 'if-match': '*' });
    expect((await theo.put('/support-sessions/settings', { codeMinutes: 1, linkHours: 1, livePerHost: 1000, codesPerDay: 10000 }, { 'if-match': '*' })).body.code).toBe('API-RIGHT-01');
  });

  it('the kill switch ends every guest’s session within ten seconds and lets none begin, until it is lifted', async () => {
    const session = await scene.made();
    const waiting = await scene.made();
    const { guestId, client } = await scene.guestWithScreen(session);
    const host = await scene.screen(session.id, guestId);
    const guest = await scene.dial((await client.next('open-channel')).channel, client.token);
    expect((await theo.put('/support-sessions/kill-switch', { stopped: true, reason: 'x' })).body.code).toBe('API-RIGHT-01');
    expect((await scene.dana.put('/support-sessions/kill-switch', { stopped: true })).status).toBe(400);
    const begun = performance.now();
    expect(await scene.dana.put('/support-sessions/kill-switch', { stopped: true, reason: 'Somebody phones our clients' })).toMatchObject({ status: 200, body: { stopped: true, byName: 'Dana Okafor' } });
    await Promise.all([endOf(host), endOf(guest)]);
    expect(await client.next('ended')).toEqual({ type: 'ended', reason: 'revoked' });
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect((await scene.join({ code: waiting.code })).body.code).toBe('RA-GST-01');
    expect((await scene.dana.post('/support-sessions', { name: 'New' })).body.code).toBe('API-CONFLICT-03');
    expect(await scene.query(`SELECT count(*)::int AS n FROM support_session WHERE state <> 'ended'`)).toEqual([{ n: 0 }]);
    expect((await theo.get('/support-sessions/kill-switch')).body).toMatchObject({ stopped: true, reason: 'Somebody phones our clients' });
    expect((await scene.dana.put('/support-sessions/kill-switch', { stopped: false })).body).toMatchObject({ stopped: false, reason: '' });
    expect((await scene.dana.post('/support-sessions', { name: 'New' })).status).toBe(201);
  }, 30_000);

  it('whoever did not ask for it says so: the link is void, the host and the audit log know, and nobody learns whether there was a session', async () => {
    const { id, token } = await scene.made();
    const report = (body: object, from: string) =>
      fetch(`${scene.web.url}/guest/v1/report`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': from }, body: JSON.stringify(body) });
    expect((await report({ token: 'nothing-of-the-kind-12' }, '198.51.100.31')).status).toBe(204);
    expect((await report({ token }, '198.51.100.32')).status).toBe(204);
    expect((await scene.join({ token }, { from: '198.51.100.33' })).body.code).toBe('RA-GST-01');
    expect((await scene.dana.get(`/support-sessions/${id}`)).body.chat).toEqual([expect.objectContaining({ from: 'system', text: 'A guest says that he did not ask for this session.' })]);
    expect(await scene.query('SELECT count(*)::int AS n FROM audit_entry WHERE subject_id = $1 AND action = $2', [id, 'support-session.report'])).toEqual([{ n: 1 }]);
  });

  describe('a help widget', () => {
    const ask = (key: string, origin: string | undefined, from: string, method = 'POST', body: object = { key, name: 'Rita', issue: 'It beeps' }) =>
      fetch(`${scene.web.url}/guest/v1/help-requests`, {
        method,
        headers: { 'x-forwarded-for': from, ...(origin === undefined ? {} : { origin }), ...(method === 'POST' ? { 'content-type': 'application/json' } : { 'access-control-request-method': 'POST' }) },
        ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
      });

    it('is good from its own pages only, makes an entry of the queue, and of two hosts one takes it', async () => {
      const { status, body: widget } = await scene.dana.post('/help-widgets', { name: 'Web shop', siteId: shop, origins: ['https://shop.example.org'] });
      expect([status, widget.key]).toEqual([201, expect.stringMatching(/^pk_/)]);
      for (const origin of [undefined, 'https://evil.example', 'https://shop.example.org.evil.example', 'null']) {
        const refused = await ask(widget.key, origin, '198.51.100.41');
        expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, null]);
        if (origin !== undefined) expect((await ask(widget.key, origin, '198.51.100.41', 'OPTIONS')).headers.get('access-control-allow-origin')).toBeNull();
      }
      const preflight = await ask(widget.key, 'https://shop.example.org', '198.51.100.42', 'OPTIONS');
      expect([preflight.status, preflight.headers.get('access-control-allow-origin'), preflight.headers.get('access-control-allow-credentials')]).toEqual([204, 'https://shop.example.org', null]);
      const asked = await ask(widget.key, 'https://shop.example.org', '198.51.100.42');
      expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([201, 'https://shop.example.org']);
      const { joinUrl } = (await asked.json()) as { joinUrl: string };
      const [entry] = (await theo.get('/support-sessions?which=waiting')).body.items;
      expect(entry).toMatchObject({ requesterName: 'Rita', reason: 'It beeps', siteId: shop, hostId: null });
      expect((await scene.join({ token: joinUrl.split('#')[1] }, { from: '198.51.100.43' })).status).toBe(200);
      const taken = await Promise.all([theo, scene.dana].map((host) => host.post(`/support-sessions/${entry.id}/take`)));
      expect(taken.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([200, 409]);
      expect((await scene.dana.delete(`/help-widgets/${widget.id}`)).status).toBe(204);
      expect((await ask(widget.key, 'https://shop.example.org', '198.51.100.44')).status).toBe(403);
    });

    it('is asked so often only from one network', async () => {
      const { body: widget } = await scene.dana.post('/help-widgets', { name: 'Till', siteId: shop, origins: ['https://till.example.org'] });
      const answers = [];
      for (let n = 0; n < 7; n++) answers.push((await ask(widget.key, 'https://till.example.org', '198.51.100.51')).status);
      expect(answers).toEqual([...Array<number>(5).fill(201), 429, 429]);
    });
  });
});
