import { randomUUID } from 'node:crypto';
import { danaSetsUp } from '../../../test/personas/dana.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { oneOfEverything, type OneOfEverything } from '../../../test/support/one-of-everything.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

describe('a device that moves to another provider instance, as people read it', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let ids: OneOfEverything;
  const [home, away, next] = [randomUUID(), randomUUID(), randomUUID()];

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    await sql(`INSERT INTO provider_instance (id, kind, name, health) VALUES ($1, 'mesh-central', 'Home', 'reachable'), ($2, 'simulated', 'Away', 'reachable')`, home, away);
    const clientId = (await dana.post('/clients', { name: 'Mill Green' })).body.id as string;
    const siteId = (await dana.post('/sites', { clientId, name: 'Yard' })).body.id as string;
    ids = await oneOfEverything(web, dana, home, { name: 'mill', clientId, siteId });
  });
  afterAll(() => web.close());

  const sql = (text: string, ...values: unknown[]) => web.database.dataSource.query(text, values);
  const device = async () => (await dana.get(`/devices/${ids['devices']}`)).body;

  it('moves nowhere as long as one instance serves it', async () => {
    expect((await device()).move).toBeNull();
  });

  it('says from where to where and since when, and is itself what serves it', async () => {
    await sql(
      `INSERT INTO deployment (id, device_id, provider_instance_id, site_id, desired, generation, incarnation, released_settings, newest_settings, settings_hash, released_at)
       SELECT $1, device_id, $2, site_id, 'present', 2, 1, 'none', 'none', 'x', '2026-03-01T08:00:00Z' FROM deployment WHERE provider_instance_id = $3`, next, away, home);
    await sql('UPDATE deployment SET moving_to = $1 WHERE provider_instance_id = $2', away, home);
    expect(await device()).toMatchObject({
      deployment: { providerInstanceId: home, phase: 'INSTALLING' },
      move: { fromInstanceId: home, fromInstanceName: 'Home', toInstanceId: away, toInstanceName: 'Away', since: '2026-03-01T08:00:00.000Z', deployment: { id: next, phase: 'QUEUED', errorCode: null } },
    });
  });

  it.each([
    ['what it waits for', ['SCHEDULED', null, 'wave'], { label: 'Scheduled (waits for its wave)', errorCode: null }],
    ['why it failed', ['FAILED', 'RA-PKG-02', null], { phase: 'FAILED', errorCode: 'RA-PKG-02', errorTitle: expect.stringMatching(/\w/) }],
  ])('says of the other side %s', async (_, [phase, code, waitsFor], seen) => {
    await sql(
      `INSERT INTO deployment_status (deployment_id, device_id, phase, error_code, waits_for, generation) VALUES ($1, $2, $3, $4, $5, 2)
       ON CONFLICT (deployment_id) DO UPDATE SET phase = excluded.phase, error_code = excluded.error_code, waits_for = excluded.waits_for`, next, ids['devices'], phase, code, waitsFor);
    expect((await device()).move.deployment).toMatchObject(seen);
  });

  it('has two deployments meanwhile, of which one says who takes over', async () => {
    const { items } = (await dana.get(`/deployments?deviceId=${ids['devices']}`)).body as { items: { providerInstanceId: string; movingTo: string | null }[] };
    expect(Object.fromEntries(items.map(({ providerInstanceId, movingTo }) => [providerInstanceId, movingTo]))).toEqual({ [home]: away, [away]: null });
  });
});
