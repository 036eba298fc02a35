import { setTimeout as sleep } from 'node:timers/promises';
import { danaAt, riversideDental, type RiversideDental } from '../personas/riverside-dental.js';
import { STAFF } from '../personas/staff.js';
import { ApiClient } from '../support/api-client.js';
import type { Answer } from '../support/browser-session.js';
import { EndpointAgentProcess } from '../support/endpoint-agent-process.js';
import { eventually } from '../support/eventually.js';
import { RunningInstallation } from '../support/running-installation.js';

jest.setTimeout(120_000);

const PASSWORD = 'gravel-lantern-otter';
const NOTHING = { all: false, clientIds: [], siteIds: [] };

/** A whole installation with a device that is Ready, and everything that it must refuse. */
describe('what an installation refuses', () => {
  let installation: RunningInstallation;
  let dana: ApiClient;
  let riverside: RiversideDental;
  const frontDesk = new EndpointAgentProcess('front-desk');

  beforeAll(async () => {
    installation = await RunningInstallation.start();
    dana = await danaAt(installation);
    riverside = await riversideDental(dana);
    expect(await frontDesk.enrol(installation.url, riverside.token)).toMatchObject({ exitCode: 0 });
    frontDesk.run();
    await dana.create('/assignments', { packageId: riverside.packageId, siteIds: [riverside.siteId] });
    await eventually('the front desk is Ready', async () => (await dana.read(`/devices/${frontDesk.deviceId}`)).deployment?.phase === 'READY');
  });

  afterEach(async () => {
    expect(installation.isAlive).toBe(true);
    expect((await fetch(`${installation.url}/readyz`)).status).toBe(200);
  });

  afterAll(async () => {
    await frontDesk.stop();
    await installation?.stop();
  });

  const coded = ({ status, body }: Answer) => ({ status, code: body.code });

  /** Hires somebody who may open the front desk, but for what is bent. */
  async function hired(who: keyof typeof STAFF, bent: object = {}): Promise<ApiClient> {
    const email = `${who}@northwind.example`;
    const scope = { ...NOTHING, siteIds: [riverside.siteId] };
    await dana.create('/users', { ...STAFF[who], email, password: PASSWORD, allowRemoteControl: true, scope, ...bent });
    return ApiClient.signedIn(installation.url, { email, password: PASSWORD });
  }

  describe('of those who want to open a device', () => {
    const launch = (who: ApiClient) => who.session.post(`/devices/${frontDesk.deviceId}/launch`, { mode: 'terminal' });
    const judged = async (who: ApiClient) => (await who.read(`/devices/${frontDesk.deviceId}/launchability?mode=terminal`)).code;

    it('lets a technician in who has all three: role, flag and scope', async () => {
      const theo = await hired('theo');
      expect(await judged(theo)).toBeNull();
      expect((await launch(theo)).status).toBe(201);
    });

    it('refuses an auditor by role', async () => {
      const ada = await hired('ada');
      expect(await judged(ada)).toBe('RA-LCH-01');
      expect(coded(await launch(ada))).toEqual({ status: 403, code: 'RA-LCH-01' });
    });

    it('refuses a manager without Allow Remote Control Access, and says who can give it', async () => {
      const mona = await hired('mona', { allowRemoteControl: false });
      expect(await judged(mona)).toBe('RA-LCH-02');
      const refused = await launch(mona);
      expect(coded(refused)).toEqual({ status: 403, code: 'RA-LCH-02' });
      expect(refused.body).toMatchObject({ fixUrl: '/settings/users', whoCanFix: expect.any(String) });
    });

    it('knows no such device for somebody of another site', async () => {
      const otis = await hired('otis', { scope: NOTHING });
      const missing = await otis.session.post('/devices/00000000-0000-7000-8000-000000000000/launch', { mode: 'terminal' });
      const refused = await launch(otis);
      expect(coded(refused)).toEqual({ status: 404, code: 'API-NOTFOUND-01' });
      expect({ ...refused.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' });
      expect((await otis.session.get(`/devices/${frontDesk.deviceId}`)).status).toBe(404);
    });
  });

  describe('of a token that lets nobody in', () => {
    async function enrols(token: string): Promise<void> {
      const stranger = new EndpointAgentProcess('a-stranger');
      try {
        const before = await installation.rows('SELECT id FROM device');
        const { exitCode, said } = await stranger.enrol(installation.url, token);
        expect(said).toContain('API-ENROL-01');
        expect(exitCode).toBeGreaterThan(0);
        expect(await installation.rows('SELECT id FROM device')).toEqual(before);
      } finally {
        await stranger.stop();
      }
    }

    it('refuses one that nobody issued', async () => {
      const [, id, secret, fingerprint] = riverside.token.split('_') as [string, string, string, string];
      await enrols(['lke', id, [...secret].reverse().join(''), fingerprint].join('_'));
    });

    it('refuses one that has expired', async () => {
      const expiresAt = new Date(Date.now() + 1_000).toISOString();
      const { token } = await dana.create('/enrolment-tokens', { siteId: riverside.siteId, expiresAt });
      await sleep(1_500);
      await enrols(token);
    });

    it('refuses one that is used up', async () => {
      const { token } = await dana.create('/enrolment-tokens', { siteId: riverside.siteId, maxUses: 1 });
      const first = new EndpointAgentProcess('the-first');
      expect(await first.enrol(installation.url, token)).toMatchObject({ exitCode: 0 });
      await first.stop();
      await enrols(token);
    });
  });

  describe('of careless requests', () => {
    const policy = () => `/policies/${riverside.policyId}`;
    const changed = { name: 'Standard access', enabled: true, settings: { enabled: true, 'visibility.banner': false } };

    it('refuses a field that it does not know', async () => {
      const answer = await dana.session.post('/clients', { name: 'Harbour Optics', colour: 'blue' });
      expect(coded(answer)).toEqual({ status: 400, code: 'API-INPUT-02' });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect((await dana.read('/clients')).items).toHaveLength(1);
    });

    it('refuses a name that is taken', async () => {
      expect(coded(await dana.session.post('/clients', { name: 'riverside dental' }))).toEqual({ status: 409, code: 'API-CONFLICT-01' });
    });

    it.each([
      { what: 'a policy that a package uses', path: policy, by: 'package' },
      { what: 'a package that is assigned', path: () => `/packages/${riverside.packageId}`, by: 'site' },
      { what: 'a site with devices', path: () => `/sites/${riverside.siteId}`, by: 'device' },
    ])('refuses to delete $what, and names what uses it', async ({ path, by }) => {
      const answer = await dana.session.delete(path(), { 'if-match': '*' });
      expect(coded(answer)).toEqual({ status: 409, code: 'API-CONFLICT-02' });
      expect(answer.body.usedBy).toContainEqual({ kind: by, id: expect.any(String), name: expect.any(String) });
      expect((await dana.session.get(path())).status).toBe(200);
    });

    it('refuses a change that is based on an older version', async () => {
      expect(coded(await dana.session.put(policy(), changed, { 'if-match': '"0"' }))).toEqual({ status: 412, code: 'API-ETAG-02' });
    });

    it('refuses a change that does not say what it is based on', async () => {
      expect(coded(await dana.session.put(policy(), changed))).toEqual({ status: 428, code: 'API-ETAG-01' });
      expect((await dana.read(policy())).settings).not.toHaveProperty(['visibility.banner']);
    });

    it('refuses a change that comes from another page: without the header of the console', async () => {
      const headers = { cookie: dana.session.cookieHeader, 'content-type': 'application/json' };
      const answer = await dana.session.raw('/clients', { method: 'POST', headers, body: JSON.stringify({ name: 'Harbour Optics' }) });
      expect({ status: answer.status, code: ((await answer.json()) as { code: string }).code }).toEqual({ status: 403, code: 'API-CSRF-01' });
    });
  });

  describe('and afterwards', () => {
    it('has lost nothing: the front desk is still Ready', async () => {
      expect((await dana.read(`/devices/${frontDesk.deviceId}`)).deployment).toMatchObject({ phase: 'READY' });
      expect(await installation.rows('SELECT remote_id FROM remote_endpoint')).toHaveLength(1);
    });
  });
});
