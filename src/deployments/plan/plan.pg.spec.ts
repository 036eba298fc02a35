import { randomBytes, randomUUID } from 'node:crypto';
import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import { type Answer, BrowserSession } from '../../../test/support/browser-session.js';
import { retargetAll } from '../../../test/support/retarget-all.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';

describe('planning before applying', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let core: UnitOfWork;
  let policy: string;
  let pack: string;
  let shop: string;
  let hall: string;
  let clientId: string;

  const rows = <T>(sql: string, ...values: unknown[]): Promise<T[]> => web.database.dataSource.query(sql, values);
  const one = async <T>(sql: string, ...values: unknown[]): Promise<T> => (await rows<T>(sql, ...values))[0]!;
  const settle = () => retargetAll(core);
  const made = async (path: string, body: object): Promise<string> => {
    const answer = await dana.post(path, body);
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.id;
  };
  const enrol = (siteId: string, count: number) =>
    rows(
      `INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, arch)
       SELECT gen_random_uuid(), $1, gen_random_uuid()::text, gen_random_uuid()::text, 'pc ' || n, 'linux', 'x64' FROM generate_series(1, $2) AS n`,
      siteId, count,
    );
  const assign = (headers: Record<string, string> = {}, query = '', who = dana, siteIds = [hall]): Promise<Answer> =>
    who.post(`/assignments${query}`, { packageId: pack, siteIds }, headers);
  /** What a person does who wants it: look, then agree. */
  const agreed = async (act: (headers: Record<string, string>, query: string) => Promise<Answer>): Promise<Answer> => {
    const { body: plan } = await act({}, '?dryRun=true');
    return act({ 'if-plan': plan.hash, 'x-confirm-count': String(plan.moved) }, '');
  };

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    core = new UnitOfWork(web.database.dataSource);
    await rows(`INSERT INTO provider_instance (id, kind, name, embedded, health) VALUES ($1, 'mesh-central', 'Embedded', true, 'reachable')`, randomUUID());
  });
  afterAll(() => web.close());

  beforeEach(async () => {
    const name = randomBytes(4).toString('hex');
    clientId = await made('/clients', { name: `Client ${name}` });
    shop = await made('/sites', { clientId, name: 'Shop' });
    hall = await made('/sites', { clientId, name: 'Hall' });
    policy = await made('/policies', { category: 'devices', type: 'remote-access', name: `Policy ${name}`, settings: { enabled: true } });
    pack = await made('/packages', { name: `Package ${name}`, entries: [{ policyId: policy }] });
    await enrol(shop, 3);
    await enrol(hall, 60);
    await settle();
  });
  afterEach(async () => {
    await rows('UPDATE installation SET needs_second_person = false');
    await rows('DELETE FROM dirty_site');
    await rows('UPDATE deployment SET pending = NULL, pending_hash = NULL, pending_since = NULL, rollout_id = NULL');
    await rows('DELETE FROM rollout');
    await rows('UPDATE device SET retired_at = now() WHERE retired_at IS NULL');
    await rows('DELETE FROM dirty_site');
  });

  describe('a dry run', () => {
    it('says which devices would get what, and changes nothing', async () => {
      const { status, body: plan } = await assign({}, '?dryRun=true', dana, [shop, hall]);
      expect(status).toBe(200);
      expect(plan).toMatchObject({
        counts: { install: 63, update: 0, remove: 0, unchanged: 0, blocked: 0 },
        moved: 63, limit: 50, needsConfirmation: true, requiresApproval: false, conflicts: [], sessionsCut: 0,
        bySite: [{ siteName: 'Hall', install: 60 }, { siteName: 'Shop', install: 3 }],
        byClient: [{ clientId, install: 63 }],
      });
      expect(plan.devices).toHaveLength(50);
      expect(await one('SELECT count(*)::int AS n FROM assignment WHERE package_id = $1', pack)).toEqual({ n: 0 });
      expect(await rows('SELECT 1 FROM dirty_site')).toEqual([]);
      expect(await one(`SELECT count(*)::int AS n FROM audit_entry WHERE action = 'assignment.create' AND site_id = $1`, hall)).toEqual({ n: 0 });
    });

    it('gives the same hash for the same change of the same world, and another for another', async () => {
      const plans = [await assign({}, '?dryRun=true'), await assign({}, '?dryRun=true'), await assign({}, '?dryRun=true', dana, [shop])];
      const [first, again, other] = plans.map(({ body }) => body.hash as string);
      expect(again).toBe(first);
      expect(other).not.toBe(first);
    });

    it('of what moves nothing is an empty plan', async () => {
      const unused = await made('/policies', { category: 'devices', type: 'remote-access', name: `Unused ${randomUUID()}`, settings: {} });
      const { status, body } = await dana.put(`/policies/${unused}?dryRun=true`, { name: 'Never used', enabled: true, settings: { enabled: true } }, { 'if-match': '*' });
      expect([status, body.moved]).toEqual([200, 0]);
      expect((await dana.get(`/policies/${unused}`)).body.settings).toEqual({});
    });

    it.each(['yes', ''])('refuses %p where true or false is meant', async (value) => {
      const answer = await assign({}, `?dryRun=${value}`);
      expect(answer).toMatchObject({ status: 400, body: { code: 'API-INPUT-03' } });
      expect(await one('SELECT count(*)::int AS n FROM assignment WHERE package_id = $1', pack)).toEqual({ n: 0 });
    });

    it('is refused where nothing can be planned, rather than taken for the real thing', async () => {
      const answer = await dana.post('/enrolment-tokens?dryRun=true', { siteId: shop });
      expect(answer).toMatchObject({ status: 400, body: { code: 'API-INPUT-03' } });
    });

    it('names what a change would come to: conflicts with both paths, packages that do nothing', async () => {
      const rival = await made('/policies', { category: 'devices', type: 'remote-access', name: `Rival ${randomUUID()}`, settings: { 'visibility.trayIcon': true } });
      const other = await made('/packages', { name: `Other ${randomUUID()}`, entries: [{ policyId: rival }] });
      await dana.put(`/policies/${policy}`, { name: `Policy ${randomUUID()}`, enabled: true, settings: { enabled: true, 'visibility.trayIcon': false } }, { 'if-match': '*' });
      await assign({}, '', dana, [shop]);
      const { body: plan } = await dana.post('/assignments?dryRun=true', { packageId: other, siteIds: [shop] });
      expect(plan.conflicts).toMatchObject([{ code: 'RA-POL-01', key: 'visibility.trayIcon', siteIds: [shop] }]);
      expect(plan.conflicts[0].candidates).toHaveLength(2);
      const name = `Emptied ${randomUUID()}`;
      const emptied = await made('/packages', { name, entries: [{ policyId: rival }] });
      await dana.post('/assignments', { packageId: emptied, siteIds: [shop] });
      const { body: warned } = await dana.put(`/packages/${emptied}?dryRun=true`, { name, entries: [] }, { 'if-match': '*' });
      expect(warned.warnings).toMatchObject([{ code: 'RA-POL-03' }]);
    });
  });

  describe('a small change', () => {
    it('goes at once, without anybody agreeing to a plan', async () => {
      expect((await assign({}, '', dana, [shop])).status).toBe(201);
      await settle();
      expect(await one(`SELECT count(*)::int AS n FROM deployment WHERE site_id = $1 AND desired = 'present' AND pending IS NULL`, shop)).toEqual({ n: 3 });
    });
  });

  describe('R36 a large change', () => {
    it('needs its plan: refused with it, and nothing is changed', async () => {
      const answer = await assign();
      expect(answer).toMatchObject({ status: 428, body: { code: 'API-PLAN-01', plan: { moved: 60, counts: { install: 60 } } } });
      expect(await one('SELECT count(*)::int AS n FROM assignment WHERE package_id = $1', pack)).toEqual({ n: 0 });
    });

    it.each([{ count: '59' }, { count: '61' }, { count: 'all' }, { count: '' }])('needs the number to be confirmed: $count is not it', async ({ count }) => {
      const { body: plan } = await assign({}, '?dryRun=true');
      const answer = await assign({ 'if-plan': plan.hash, 'x-confirm-count': count });
      expect(answer).toMatchObject({ status: 428, body: { code: 'API-PLAN-01' } });
    });

    it('becomes a rollout whose devices wait, and loses nobody his Log In', async () => {
      expect((await agreed(assign)).status).toBe(201);
      await settle();
      expect(await one('SELECT device_count, state, waves FROM rollout')).toEqual({ device_count: 60, state: 'running', waves: ['1', '10', '100', '25%', '100%'] });
      expect(await one(`SELECT count(*)::int AS n FROM deployment WHERE site_id = $1 AND desired = 'absent' AND pending = 'present' AND rollout_id IS NOT NULL`, hall)).toEqual({ n: 60 });
      expect(await one(`SELECT count(*)::int AS n FROM rollout_device WHERE action = 'install' AND wave IS NULL`)).toEqual({ n: 60 });
    });

    it('raises no generation while it waits, and keeps what the devices have', async () => {
      await agreed(assign);
      await settle();
      await rows(`UPDATE deployment SET desired = 'present', removed_at = NULL, pending = NULL, pending_hash = NULL, pending_site_id = NULL, pending_since = NULL, rollout_id = NULL WHERE site_id = $1`, hall);
      const before = await one('SELECT min(generation)::text AS least, max(generation)::text AS most, min(settings_hash) AS hash FROM deployment WHERE site_id = $1', hall);
      await agreed((headers, query) =>
        dana.put(`/policies/${policy}${query}`, { name: `Policy ${policy}`, enabled: true, settings: { enabled: true, 'visibility.banner': false } }, { ...headers, 'if-match': '*' }),
      );
      await settle();
      expect(await one('SELECT min(generation)::text AS least, max(generation)::text AS most, min(settings_hash) AS hash FROM deployment WHERE site_id = $1', hall)).toEqual(before);
      expect(await one(`SELECT count(*)::int AS n FROM deployment WHERE site_id = $1 AND pending = 'present' AND pending_hash <> settings_hash`, hall)).toEqual({ n: 60 });
    });

    it('takes the waves and the window that its author chooses', async () => {
      const { body: plan } = await assign({}, '?dryRun=true');
      const query = '?waves=5,50%25,100%25&soakSeconds=300&ratePerMinute=20&windowDays=6,7&windowFrom=22:00&windowTo=04:00';
      expect((await assign({ 'if-plan': plan.hash, 'x-confirm-count': '60' }, query)).status).toBe(201);
      expect(await one('SELECT waves, soak_seconds, rate_per_minute, maintenance_window FROM rollout')).toEqual({
        waves: ['5', '50%', '100%'], soak_seconds: 300, rate_per_minute: 20, maintenance_window: { days: ['sat', 'sun'], from: '22:00', to: '04:00' },
      });
    });

    it('is void when the plan drifts: a device was added', async () => {
      const { body: plan } = await assign({}, '?dryRun=true');
      await enrol(hall, 1);
      const answer = await assign({ 'if-plan': plan.hash, 'x-confirm-count': '60' });
      expect(answer).toMatchObject({ status: 409, body: { code: 'API-PLAN-02', plan: { moved: 61 } } });
      expect(await one('SELECT count(*)::int AS n FROM assignment WHERE package_id = $1', pack)).toEqual({ n: 0 });
    });

    it('is void when what it names was changed by somebody else', async () => {
      const { body: plan } = await assign({}, '?dryRun=true');
      await dana.put(`/packages/${pack}`, { name: `Renamed ${pack}`, entries: [{ policyId: policy }] }, { 'if-match': '*' });
      expect(await assign({ 'if-plan': plan.hash, 'x-confirm-count': '60' })).toMatchObject({ status: 409, body: { code: 'API-PLAN-02' } });
    });

    it('holds when a device has dropped out since', async () => {
      const { body: plan } = await assign({}, '?dryRun=true');
      await rows('UPDATE device SET retired_at = now() WHERE id = (SELECT id FROM device WHERE site_id = $1 LIMIT 1)', hall);
      expect((await assign({ 'if-plan': plan.hash, 'x-confirm-count': '60' })).status).toBe(201);
      expect(await one('SELECT device_count FROM rollout')).toEqual({ device_count: 59 });
    });
  });

  describe('the scope of whoever asks', () => {
    it('bounds the change: one device outside of it refuses all, and says nothing of it', async () => {
      const elsewhere = await made('/sites', { clientId: await made('/clients', { name: `Elsewhere ${randomUUID()}` }), name: 'Yard' });
      await enrol(elsewhere, 1);
      await dana.post('/assignments', { packageId: pack, siteIds: [shop, elsewhere] });
      await settle();
      const own = await made('/policies', { category: 'devices', type: 'remote-access', name: `Own ${randomUUID()}`, clientId, settings: { enabled: true } });
      const mona = await hired(web, dana, 'mona', { clientIds: [clientId] });
      // As no use case would write it: the client's policy reaches the yard through a shared package.
      await rows('INSERT INTO package_entry (package_id, policy_id, position) VALUES ($1, $2, 1)', pack, own);
      await rows('DELETE FROM dirty_site');
      const answer = await mona.put(`/policies/${own}`, { name: `Own ${own}`, enabled: true, settings: { enabled: true, 'visibility.banner': false } }, { 'if-match': '*' });
      expect(answer).toMatchObject({ status: 403, body: { code: 'API-SCOPE-01' } });
      expect(JSON.stringify(answer.body)).not.toContain('Yard');
    });
  });

  describe('R37 where a second person is demanded', () => {
    let sal: BrowserSession;
    /** Accounts are not of today, unless a sentence says so. */
    const longAgo = () => rows(`UPDATE audit_entry SET at = at - interval '2 days' WHERE subject_kind = 'user'`);
    beforeAll(async () => {
      sal = await hired(web, dana, 'sal');
    });
    beforeEach(async () => {
      await longAgo();
      await rows('UPDATE installation SET needs_second_person = true');
    });

    const waiting = async () => (await dana.get('/approvals?state=waiting')).body.items[0];

    it('a large change waits for one, and is done when that one agrees, as its author asked', async () => {
      const asked = await agreed(assign);
      expect(asked).toMatchObject({ status: 202, body: { approvalId: expect.any(String), planHash: expect.any(String) } });
      expect(await one('SELECT count(*)::int AS n FROM assignment WHERE package_id = $1', pack)).toEqual({ n: 0 });
      expect(await waiting()).toMatchObject({ id: asked.body.approvalId, canDecide: false, plan: { moved: 60 } });
      const decided = await sal.post(`/approvals/${asked.body.approvalId}`, { decision: 'approve', note: 'Looked at it.' });
      expect(decided).toMatchObject({ status: 200, body: { state: 'approved', decidedByName: 'Sal Moreau' } });
      expect(await one('SELECT count(*)::int AS n FROM assignment WHERE package_id = $1', pack)).toEqual({ n: 1 });
      expect(await one(`SELECT actor_name FROM audit_entry WHERE action = 'assignment.create' AND site_id = $1`, hall)).toEqual({ actor_name: 'Dana Okafor' });
      expect(await one('SELECT requested_by_name, device_count FROM rollout')).toEqual({ requested_by_name: 'Dana Okafor', device_count: 60 });
    });

    it('its author is not that person', async () => {
      const { body } = await agreed(assign);
      const answer = await dana.post(`/approvals/${body.approvalId}`, { decision: 'approve' });
      expect(answer).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
      expect(await one('SELECT count(*)::int AS n FROM assignment WHERE package_id = $1', pack)).toEqual({ n: 0 });
    });

    it('nor is somebody who got his account from the author today', async () => {
      const ola = await hired(web, dana, 'ola', { all: true });
      const { body } = await agreed(assign);
      const approves = (by: BrowserSession) => by.post(`/approvals/${body.approvalId}`, { decision: 'approve' });
      expect((await ola.get(`/approvals/${body.approvalId}`)).body).toMatchObject({ canDecide: false, whyNot: 'owed-to-author' });
      expect(await approves(ola)).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
      await longAgo();
      const [{ id }] = (await dana.get('/users?q=Ola')).body.items;
      await dana.patch(`/users/${id}`, { role: 'super-admin' }, { 'if-match': '*' });
      const promoted = await new BrowserSession(web.url).signIn('ola@northwind.example', 'gravel-lantern-otter');
      expect(await approves(promoted)).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
      expect(await one('SELECT count(*)::int AS n FROM assignment WHERE package_id = $1', pack)).toEqual({ n: 0 });
      await longAgo();
      expect(await approves(promoted)).toMatchObject({ status: 200, body: { state: 'approved' } });
    });

    it('two who agree at the same moment have it done once', async () => {
      const sals = await Promise.all([sal, sal, sal].map(async () => (await agreed(assign)).body.approvalId as string));
      const answers = await Promise.all([0, 1, 2, 3].map(() => sal.post(`/approvals/${sals[0]}`, { decision: 'approve' })));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(await one('SELECT count(*)::int AS n FROM assignment WHERE package_id = $1', pack)).toEqual({ n: 1 });
      expect(await one('SELECT count(*)::int AS n FROM rollout')).toEqual({ n: 1 });
    });

    it('is decided and done in one, or neither: where doing it fails it can be approved again', async () => {
      const { body } = await agreed(assign);
      await rows(`CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$`);
      await rows('CREATE CONSTRAINT TRIGGER assignment_fails AFTER INSERT ON assignment DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fails()');
      try {
        expect(await sal.post(`/approvals/${body.approvalId}`, { decision: 'approve' })).toMatchObject({ status: 500 });
      } finally {
        await rows('DROP TRIGGER assignment_fails ON assignment');
        await rows('DROP FUNCTION fails');
      }
      expect((await sal.get(`/approvals/${body.approvalId}`)).body).toMatchObject({ state: 'waiting', canDecide: true });
      expect(await sal.post(`/approvals/${body.approvalId}`, { decision: 'approve' })).toMatchObject({ status: 200, body: { state: 'approved' } });
      expect(await one('SELECT count(*)::int AS n FROM assignment WHERE package_id = $1', pack)).toEqual({ n: 1 });
    });

    it('is void when the plan has drifted until then', async () => {
      const { body } = await agreed(assign);
      await enrol(hall, 1);
      const answer = await sal.post(`/approvals/${body.approvalId}`, { decision: 'approve' });
      expect(answer).toMatchObject({ status: 409, body: { code: 'API-PLAN-02', plan: { moved: 61 } } });
      expect((await dana.get(`/approvals/${body.approvalId}`)).body).toMatchObject({ state: 'void' });
    });

    it('can be refused, once', async () => {
      const { body } = await agreed(assign);
      expect((await sal.post(`/approvals/${body.approvalId}`, { decision: 'reject', note: 'Not before Monday.' })).body).toMatchObject({ state: 'rejected', note: 'Not before Monday.' });
      expect(await sal.post(`/approvals/${body.approvalId}`, { decision: 'approve' })).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
    });

    it('shows whoever decides how it would go through the fleet', async () => {
      const { body: plan } = await assign({}, '?dryRun=true');
      const { body } = await assign({ 'if-plan': plan.hash, 'x-confirm-count': '60' }, '?waves=5,100%25&soakSeconds=300');
      expect((await sal.get(`/approvals/${body.approvalId}`)).body).toMatchObject({ rollout: { waves: '5,100%', soakSeconds: '300' } });
    });

    it('can be withdrawn by its author', async () => {
      const { body } = await agreed(assign);
      expect(await dana.post(`/approvals/${body.approvalId}`, { decision: 'reject' })).toMatchObject({ status: 200, body: { state: 'rejected', decidedByName: 'Dana Okafor' } });
      expect(await sal.post(`/approvals/${body.approvalId}`, { decision: 'approve' })).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
    });

    it('is done under the present rights of its author: one who lost them has asked in vain', async () => {
      const mona = await hired(web, dana, 'mona', { clientIds: [clientId] }).catch(async () => {
        const { items } = (await dana.get('/users?q=Mona')).body;
        await dana.patch(`/users/${items[0].id}`, { scope: { clientIds: [clientId] }, role: 'manager' }, { 'if-match': '*' });
        return new BrowserSession(web.url).signIn('mona@northwind.example', 'gravel-lantern-otter');
      });
      const { body } = await agreed((headers, query) => assign(headers, query, mona));
      const [{ id }] = (await dana.get('/users?q=Mona')).body.items;
      await dana.patch(`/users/${id}`, { role: 'technician' }, { 'if-match': '*' });
      const answer = await sal.post(`/approvals/${body.approvalId}`, { decision: 'approve' });
      expect(answer).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
      expect(await one('SELECT count(*)::int AS n FROM assignment WHERE package_id = $1', pack)).toEqual({ n: 0 });
    });
  });
});
