import { followAwaySessions } from '../../src/support-sessions/index.js';
import { SupportSweep } from '../../src/support-sessions/support-sweep.js';
import { danaSetsUp } from '../personas/dana.js';
import { hired } from '../personas/staff.js';
import type { BrowserSession } from '../support/browser-session.js';
import { type ConnectingCore, connectingCore } from '../support/connecting-core.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';
import { ScreenConnectScene } from '../support/screen-connect-scene.js';

const DRAFT = { name: 'Printer at the front desk', reason: 'It prints nothing.' };

describe('a support session at a server that somebody else runs', () => {
  let web: WebUnderTest;
  let core: ConnectingCore;
  let scene: ScreenConnectScene;
  let dana: BrowserSession;
  let theo: BrowserSession;
  let instanceId: string;
  const sql = (text: string, ...values: unknown[]) => web.database.dataSource.query<Record<string, unknown>[]>(text, values);

  beforeAll(async () => {
    web = await startWebForTest();
    scene = await ScreenConnectScene.start();
    dana = await danaSetsUp(web);
    theo = await hired(web, dana, 'theo');
    core = await connectingCore(web);
    const connection = { url: scene.base, secret: scene.double.switches.secret, allowedPrivateHosts: 'localhost', ca: scene.ca };
    instanceId = (await dana.post('/provider-instances', { kind: 'screen-connect', name: 'Quay', connection })).body.id;
  });
  afterAll(async () => {
    await core?.close();
    await scene?.stop();
    await web?.close();
  });
  beforeEach(async () => {
    await sql(`UPDATE support_session SET state = 'ended', ended_at = now(), end_reason = 'host' WHERE state <> 'ended'`);
    scene.double.store.sessions.clear();
  });

  const make = async (more: object = {}) => {
    const answer = await theo.post('/support-sessions', { ...DRAFT, providerInstanceId: instanceId, ...more });
    expect(answer).toMatchObject({ status: 201 });
    return answer.body as { id: string; code: { code: string; words: string[] }; link: string; hostUrl: string; providerName: string };
  };
  const followed = async (id: string) => {
    await sql(`UPDATE support_session SET followed_at = now() - interval '1 minute'`);
    await followAwaySessions(core.unit, (instance) => core.instances.provider(instance));
    const { state, endReason } = (await theo.get(`/support-sessions/${id}`)).body as { state: string; endReason: string | null };
    return [state, endReason];
  };

  it('is offered where the server can hold one', async () => {
    expect((await theo.get('/support-sessions/places')).body).toEqual({ items: [{ id: instanceId, name: 'Quay' }] });
  });

  it('lets a guest in there by its code and by its link, and the host by his own login', async () => {
    const { id, code, link, hostUrl, providerName } = await make();
    const byCode = scene.double.guests.byCode(code.code)!;
    expect([providerName, byCode.name, code.words.length]).toEqual(['Quay', DRAFT.name, 9]);
    expect(scene.double.guests.byInvitation(new URL(link).searchParams.get('Session')!)).toBe(byCode);
    expect(await followed(id)).toEqual(['created', null]);
    const guest = scene.double.guests.join(byCode, 'Grace');
    expect(await followed(id)).toEqual(['guest-connected', null]);
    expect(scene.double.hosts.open(hostUrl, 'theo')).not.toBeNull();
    expect(await followed(id)).toEqual(['host-connected', null]);
    scene.double.guests.leave(byCode, guest);
    expect(await followed(id)).toEqual(['created', null]);
    scene.double.store.delete(byCode.sessionId);
    expect(await followed(id)).toEqual(['ended', 'at-provider']);
  });

  it('stays as it was while the server cannot be asked', async () => {
    const { id, code } = await make();
    scene.double.guests.join(scene.double.guests.byCode(code.code)!, 'Grace');
    await followed(id);
    await sql(`UPDATE support_session SET followed_at = now() - interval '1 minute'`);
    await followAwaySessions(core.unit, () => null);
    expect((await theo.get(`/support-sessions/${id}`)).body).toMatchObject({ state: 'guest-connected' });
  });

  it('is over before it began, and says why, when the server does not make it', async () => {
    scene.double.faultsOf['CreateSession'] = [{ status: 500 }];
    const answer = await theo.post('/support-sessions', { ...DRAFT, providerInstanceId: instanceId });
    expect(answer).toMatchObject({ status: 503, body: { code: 'RA-INS-01' } });
    expect(await sql(`SELECT state, end_reason FROM support_session ORDER BY created_at DESC LIMIT 1`)).toEqual([{ state: 'ended', end_reason: 'at-provider' }]);
  });

  it('is over soon, and lets nobody in until then, when the process that asked for it ended before the answer', async () => {
    const { id } = await make();
    await sql(`UPDATE support_session SET remote_id = NULL, guest_url = NULL, host_url = NULL WHERE id = $1`, id);
    const refused = { status: 409, body: { code: 'API-CONFLICT-03' } };
    expect(await theo.post(`/support-sessions/${id}/codes`)).toMatchObject(refused);
    expect(await theo.post(`/support-sessions/${id}/invite`, { email: 'grace@quay.example' })).toMatchObject(refused);
    await web.part(SupportSweep).sweep();
    expect((await theo.get(`/support-sessions/${id}`)).body).toMatchObject({ state: 'created' });
    await sql(`UPDATE support_session SET created_at = now() - interval '31 seconds' WHERE id = $1`, id);
    await web.part(SupportSweep).sweep();
    expect((await theo.get(`/support-sessions/${id}`)).body).toMatchObject({ state: 'ended', endReason: 'at-provider' });
  });

  it('has the one code that it was made with, which is kept nowhere here', async () => {
    const { id, code, link } = await make();
    expect(await theo.post(`/support-sessions/${id}/codes`)).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
    const kept = JSON.stringify([await sql('SELECT a::text FROM provider_act a'), await sql('SELECT a::text FROM audit_entry a'), await sql('SELECT s::text FROM support_session s')]);
    expect(kept).not.toContain(code.code);
    expect(JSON.stringify(await sql('SELECT a::text FROM provider_act a'))).not.toContain(link);
  });

  it('is refused at a provider that holds none, and at none at all', async () => {
    const [embedded] = await sql(`SELECT id FROM provider_instance WHERE kind <> 'screen-connect'`);
    for (const id of [embedded?.['id'], '00000000-0000-4000-8000-000000000000'].filter(Boolean)) {
      expect(await theo.post('/support-sessions', { ...DRAFT, providerInstanceId: id })).toMatchObject({ status: 404, body: { code: 'API-NOTFOUND-01', errors: [{ pointer: '/providerInstanceId' }] } });
    }
  });

  it('begins no more than others while all support sessions are stopped', async () => {
    await dana.put('/support-sessions/kill-switch', { stopped: true, reason: 'an incident' });
    try {
      expect(await theo.post('/support-sessions', { ...DRAFT, providerInstanceId: instanceId })).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
      expect(scene.double.store.sessions.size).toBe(0);
    } finally {
      await dana.put('/support-sessions/kill-switch', { stopped: false });
    }
  });
});
