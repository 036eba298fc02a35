import { randomUUID } from 'node:crypto';
import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import { type CoreByHand, coreByHand } from '../../../test/support/core-by-hand.js';
import { AgentOnTheWire, type Conversation } from '../../../test/support/agent-on-the-wire.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { eventually } from '../../../test/support/eventually.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

const OWN = { provider: 'mesh-central', installed: true, running: true, own: true };
const FOREIGN = { provider: 'mesh-central', installed: true, running: true, own: false, place: '/opt/meshagent/meshagent' };

describe('remote agents that nobody deployed', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let till: AgentOnTheWire;
  let line: Conversation;
  let siteId: string;
  let core: CoreByHand;
  const instanceId = randomUUID();

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    core = await coreByHand(web.database.dataSource);
    const clientId = (await dana.post('/clients', { name: 'Bakery Brown' })).body.id;
    siteId = (await dana.post('/sites', { clientId, name: 'High Street' })).body.id;
    const { token } = (await dana.post('/enrolment-tokens', { siteId })).body;
    till = new AgentOnTheWire(web.url, { hostname: 'till' });
    await till.enrol(token);
    line = await till.connect();
    await query(`INSERT INTO provider_instance (id, kind, name) VALUES ($1, 'mesh-central', 'Engine')`, [instanceId]);
    await query(`INSERT INTO provider_site (provider_instance_id, site_id, remote_group_id) VALUES ($1, $2, 'high street')`, [instanceId, siteId]);
  });
  afterAll(async () => {
    line.close();
    await web.close();
  });

  const query = (sql: string, values: unknown[] = []) => web.database.dataSource.query(sql, values);
  const unknown = async (who = dana) => (await who.get('/unknown-remote-agents')).body.items;
  const becomes = (expected: readonly object[]) =>
    eventually('the list is so', async () => {
      expect(await unknown()).toMatchObject(expected);
      return true;
    }, { withinMs: 5_000, everyMs: 50 });
  const orphans = async (who = dana) => (await who.get('/orphans')).body.items;
  const record = (remoteId: string, name: string, group: string) =>
    query(`INSERT INTO remote_endpoint (provider_instance_id, remote_id, remote_group_id, name, connected) VALUES ($1, $2, $3, $4, true)`, [instanceId, remoteId, group, name]);

  it('are reported where they lie, and forgotten when they are gone', async () => {
    line.say({ type: 'remote-agents', found: [OWN, FOREIGN] });
    await becomes([{ deviceName: 'till', place: FOREIGN.place, running: true, approvedBy: null }]);
    line.say({ type: 'remote-agents', found: [OWN] });
    await becomes([]);
  });

  it('of our own engine are told apart from strangers', async () => {
    line.say({ type: 'remote-agents', found: [OWN, { ...FOREIGN, troubles: [{ code: 'RA-AGT-12', detail: 'installed by hand' }] }] });
    await becomes([{ code: 'RA-AGT-12' }]);
    line.say({ type: 'remote-agents', found: [OWN, FOREIGN] });
    await becomes([{ code: 'RA-SEC-05' }]);
  });

  it('are removed by the device when somebody says why, which is on record and can be asked for again', async () => {
    const [{ id }] = await unknown();
    const remove = () => dana.post(`/unknown-remote-agents/${id}/remove`, { reason: 'left behind by the last provider' });
    expect(await dana.post(`/unknown-remote-agents/${id}/remove`, {})).toMatchObject({ status: 400 });
    expect(await remove()).toMatchObject({ status: 202 });
    await becomes([{ removal: { askedBy: expect.any(String), failure: null } }]);
    expect(await core.pass()).toBe(true);
    await core.pass();
    const order = await line.next('instruction');
    expect(order).toMatchObject({ kind: 'remove-unknown-remote-agent', params: { product: 'mesh-central', place: FOREIGN.place } });
    line.say({ type: 'report', instructionId: order['id'], generation: order['generation'], outcome: 'failed', errorCode: 'RA-RMV-03', detail: 'it is still there', evidence: null });
    await becomes([{ removal: { failure: 'RA-RMV-03: it is still there' } }]);
    await remove();
    await becomes([{ removal: { failure: null } }]);
    await core.pass();
    const again = await line.next('instruction');
    expect(again['id']).not.toBe(order['id']);
    line.say({ type: 'report', instructionId: again['id'], generation: again['generation'], outcome: 'done', detail: 'removed', evidence: null });
    line.say({ type: 'remote-agents', found: [OWN] });
    await becomes([]);
    expect(await query(`SELECT count(*)::int AS n FROM audit_entry WHERE action = 'unknown-remote-agent.remove'`)).toEqual([{ n: 2 }]);
  });

  it('are removed when their device is back, however long that takes', async () => {
    line.say({ type: 'remote-agents', found: [OWN, FOREIGN] });
    await becomes([{}]);
    const [{ id }] = await unknown();
    await query('UPDATE device_presence SET online = false');
    await dana.post(`/unknown-remote-agents/${id}/remove`, { reason: 'left behind' });
    expect(await core.pass()).toBe(false);
    await query('UPDATE device_presence SET online = true');
    expect(await core.pass()).toBe(true);
    await line.next('instruction');
  });

  it('may stay when somebody says why, once', async () => {
    line.say({ type: 'remote-agents', found: [OWN, FOREIGN] });
    await becomes([{}]);
    const [{ id }] = await unknown();
    expect((await dana.post(`/unknown-remote-agents/${id}/approve`, { reason: 'x' })).body.code).toBe('API-INPUT-01');
    expect((await dana.post(`/unknown-remote-agents/${id}/approve`, { reason: 'the till vendor supports it' })).status).toBe(204);
    expect((await dana.post(`/unknown-remote-agents/${id}/approve`, { reason: 'once more' })).body.code).toBe('API-CONFLICT-03');
    line.say({ type: 'remote-agents', found: [{ ...FOREIGN, running: false }, OWN] });
    await becomes([{ running: false, approvedReason: 'the till vendor supports it' }]);
  });

  it('are listed at providers with the device that they may be, and shown by the site of their group', async () => {
    await record('node-1', 'Till', 'high street');
    await record('node-2', 'nobody knows', 'elsewhere');
    expect(await orphans()).toMatchObject([
      { name: 'Till', siteName: 'High Street', likelyDeviceId: till.deviceId },
      { name: 'nobody knows', siteName: null, likelyDeviceId: null },
    ]);
    const mona = await hired(web, dana, 'mona', { siteIds: [siteId] });
    expect(await orphans(mona)).toMatchObject([{ name: 'Till' }]);
  });

  it('are removed at the provider on the word of a person, and only where they are orphans', async () => {
    expect((await dana.post('/orphans/remove', { providerInstanceId: instanceId, remoteId: 'node-2' })).status).toBe(202);
    expect(await query(`SELECT kind, request, deployment_id FROM provider_act WHERE kind = 'remove-endpoint'`)).toMatchObject([{ request: { remoteId: 'node-2' }, deployment_id: null }]);
    expect((await dana.post('/orphans/remove', { providerInstanceId: instanceId, remoteId: 'node-3' })).body.code).toBe('API-NOTFOUND-01');
  });

  it('are given only to a device that has remote access there', async () => {
    const adopt = () => dana.post('/orphans/adopt', { providerInstanceId: instanceId, remoteId: 'node-1', deviceId: till.deviceId });
    expect((await adopt()).body.code).toBe('API-CONFLICT-03');
  });
});
