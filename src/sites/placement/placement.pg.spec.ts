import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { danaSetsUp } from '../../../test/personas/dana.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

describe('a new site among several provider instances', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let home: string;
  let frankfurt: string;

  beforeAll(async () => {
    const networksFile = join(mkdtempSync(join(tmpdir(), 'latchkey-networks-')), 'networks.csv');
    writeFileSync(networksFile, 'network,regions\n127.0.0.0/8,eu-central\n::1/128,eu-central\n');
    web = await startWebForTest({ networksFile });
    dana = await danaSetsUp(web);
    [home, frankfurt] = [await instance('Home', true), await instance('Frankfurt', false)];
  });
  beforeEach(() => web.database.dataSource.query('UPDATE provider_instance SET region = NULL, capacity = NULL, takes_sites = true, enabled = true'));
  afterAll(() => web.close());

  async function instance(name: string, embedded: boolean): Promise<string> {
    const id = randomUUID();
    await web.database.dataSource.query(`INSERT INTO provider_instance (id, kind, name, embedded, health) VALUES ($1, 'mesh-central', $2, $3, 'reachable')`, [id, name, embedded]);
    return id;
  }
  const settings = async (id: string, body: object): Promise<void> => {
    const answer = await dana.patch(`/provider-instances/${id}/settings`, body, { 'if-match': '*' });
    expect(answer).toMatchObject({ status: 200, body });
  };
  const client = async (): Promise<string> => (await dana.post('/clients', { name: `Client ${randomUUID()}` })).body.id;
  const site = async (body: object) => dana.post('/sites', { clientId: await client(), name: 'Shop', ...body });

  it('is placed nearest to whoever adds it, and says so', async () => {
    await settings(frankfurt, { region: 'eu-central' });
    expect(await site({})).toMatchObject({
      status: 201, body: { placement: { providerInstanceId: frankfurt, chosen: true, reason: 'Nearest to whoever created the site: region eu-central' } },
    });
  });

  it('joins the client’s first site, wherever its creator is', async () => {
    const clientId = await client();
    await site({ clientId, placement: { providerInstanceId: home } });
    await settings(frankfurt, { region: 'eu-central' });
    expect((await site({ clientId, name: 'Yard' })).body.placement).toMatchObject({ providerInstanceId: home, reason: 'With the first site of the client' });
  });

  it('goes where somebody says, with his reason', async () => {
    const answer = await site({ placement: { providerInstanceId: frankfurt, reason: 'Data stays in Germany' } });
    expect(answer.body.placement).toMatchObject({ providerInstanceId: frankfurt, reason: 'Data stays in Germany' });
  });

  it.each([
    ['RA-INS-14', { takesSites: false }],
    ['RA-INS-13', { capacity: 1 }],
  ])('is refused with %s where that is full or closed, and goes elsewhere by itself', async (code, closing) => {
    await fill(frankfurt);
    await settings(frankfurt, { region: 'eu-central', ...closing });
    expect(await site({ placement: { providerInstanceId: frankfurt } })).toMatchObject({ status: 503, body: { code } });
    expect((await site({ region: 'eu-central' })).body.placement).toMatchObject({ providerInstanceId: home });
    await settings(home, { takesSites: false });
    expect(await site({})).toMatchObject({ status: 503, body: { code: 'RA-INS-13' } });
  });

  it('goes nowhere where nobody would serve it, and nothing is moved there', async () => {
    const { id } = (await site({})).body;
    const { id: stays } = (await site({ placement: { providerInstanceId: frankfurt } })).body;
    await web.database.dataSource.query('UPDATE provider_instance SET enabled = false WHERE id = $1', [frankfurt]);
    const placement = { providerInstanceId: frankfurt };
    expect(await site({ placement })).toMatchObject({ status: 503, body: { code: 'RA-INS-14' } });
    expect(await dana.patch(`/sites/${id}`, { placement }, { 'if-match': '*' })).toMatchObject({ status: 503, body: { code: 'RA-INS-14' } });
    expect(await dana.patch(`/sites/${stays}`, { name: 'Renamed' }, { 'if-match': '*' })).toMatchObject({ status: 200, body: { placement } });
  });

  it('can be moved later, by a plan that says what that does', async () => {
    const { id } = (await site({})).body;
    const moved = await dana.patch(`/sites/${id}`, { placement: { providerInstanceId: frankfurt, reason: 'Merger' } }, { 'if-match': '*' });
    expect(moved).toMatchObject({ status: 200, body: { placement: { providerInstanceId: frankfurt, reason: 'Merger' } } });
  });

  it('is left by nobody where nobody placed it and the embedded engine is switched on after the first server was connected', async () => {
    const { id } = (await site({})).body;
    const sql = (text: string, instance: string) => web.database.dataSource.query(text, [instance]);
    await sql('UPDATE site SET provider_instance_id = NULL WHERE id = $1', id);
    await sql(`UPDATE provider_instance SET created_at = created_at + interval '1 day' WHERE id = $1`, home);
    expect((await dana.get(`/sites/${id}`)).body.placement).toMatchObject({ providerInstanceId: frankfurt, chosen: false });
    await sql(`UPDATE provider_instance SET created_at = created_at - interval '1 day' WHERE id = $1`, home);
    expect((await dana.get(`/sites/${id}`)).body.placement).toMatchObject({ providerInstanceId: home, chosen: false });
  });

  /** One device is served there. */
  async function fill(instanceId: string): Promise<void> {
    const { id: siteId } = (await site({ placement: { providerInstanceId: instanceId } })).body;
    await web.database.dataSource.query(`INSERT INTO effective_settings (hash, settings) VALUES ('none', '{}') ON CONFLICT DO NOTHING`);
    await web.database.dataSource.query(
      `WITH made AS (INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, arch) VALUES (gen_random_uuid(), $1, gen_random_uuid()::text, gen_random_uuid()::text, 'till', 'linux', 'x64') RETURNING id)
       INSERT INTO deployment (id, device_id, provider_instance_id, site_id, desired, generation, settings_hash, incarnation, released_settings, newest_settings)
       SELECT gen_random_uuid(), id, $2, $1, 'present', 1, 'x', 1, 'none', 'none' FROM made`,
      [siteId, instanceId],
    );
  }
});
