import { randomUUID } from 'node:crypto';
import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { eventually } from '../../../test/support/eventually.js';
import { type Fleet, fleetOf } from '../../../test/support/fleet.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';
import { BulkJobRunner } from './bulk-job-runner.js';

describe('an act over many devices', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let fleet: Fleet;
  let mona: BrowserSession;
  let theo: BrowserSession;

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
    mona = await hired(web, dana, 'mona', { clientIds: [fleet.bakery] });
    theo = await hired(web, dana, 'theo', { clientIds: [fleet.bakery] });
  });
  afterAll(() => web.close());

  const query = async <T>(sql: string, values: unknown[] = []): Promise<T[]> => web.database.dataSource.query(sql, values);
  const tagsOf = async (id: string): Promise<string[]> => (await query<{ tags: string[] }>('SELECT tags FROM device WHERE id = $1', [id]))[0]!.tags;
  const start = (order: object, by = dana, headers: Record<string, string> = {}) => by.post('/bulk-jobs', order, headers);
  const ended = (id: string, by = dana) =>
    eventually('the job ends', async () => {
      const { body } = await by.get(`/bulk-jobs/${id}`);
      return body.state !== 'running' && body;
    });
  const tag = (...addTags: string[]) => ({ act: 'change-tags', selection: { deviceIds: [fleet.till, fleet.oven] }, addTags });

  it('is previewed without anything being changed, device by device', async () => {
    const answer = await dana.post('/bulk-jobs/preview', { ...tag('vip'), removeTags: [] });
    expect(answer).toMatchObject({ status: 200, body: { devices: 2, sites: 1, changing: 1, reasons: [{ state: 'unchanged', code: null, detail: 'has these tags', devices: 1 }] } });
    expect(await tagsOf(fleet.oven)).toEqual([]);
    expect((await dana.get('/bulk-jobs')).body.total).toBe(0);
  });

  it('tags, says what became of each, is on the record once and for each, and is taken back', async () => {
    const answer = await start(tag('vip', 'bakery'));
    expect(answer).toMatchObject({ status: 201, body: { act: 'change-tags', state: 'done', counts: { done: 2, unchanged: 0 }, canBeUndone: true } });
    expect(await tagsOf(fleet.till)).toEqual(['bakery', 'vip']);
    const actions = await query<{ action: string }>(`SELECT action FROM audit_entry WHERE action IN ('bulk-job.start', 'device.change') ORDER BY action`);
    expect(actions.map(({ action }) => action)).toEqual(['bulk-job.start', 'device.change', 'device.change']);

    await dana.patch(`/devices/${fleet.oven}`, { tags: ['hot', 'bakery', 'vip'] });
    const undone = await dana.post(`/bulk-jobs/${answer.body.id}/undo`, {});
    expect(undone).toMatchObject({ status: 201, body: { act: 'undo', undoesId: answer.body.id, counts: { done: 2 } } });
    expect(await tagsOf(fleet.till)).toEqual(['vip']);
    expect(await tagsOf(fleet.oven)).toEqual(['hot']);
    expect(await dana.post(`/bulk-jobs/${answer.body.id}/undo`, {})).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
  });

  it('refuses the device that would carry too many tags, and takes the others', async () => {
    await query(`UPDATE device SET tags = ARRAY(SELECT 't' || n FROM generate_series(1, 50) AS n) WHERE id = $1`, [fleet.oven]);
    const { body } = await start(tag('one more'));
    expect(body.counts).toMatchObject({ done: 1, refused: 1 });
    expect((await dana.get(`/bulk-jobs/${body.id}/devices?state=refused`)).body.items).toMatchObject([{ name: 'baker-oven', code: 'API-INPUT-01' }]);
    await dana.post(`/bulk-jobs/${body.id}/undo`, {});
    await query(`UPDATE device SET tags = '{}' WHERE id = $1`, [fleet.oven]);
  });

  it('means everything that a filter finds, except what is taken out of it', async () => {
    const { body } = await start({ act: 'change-tags', selection: { filter: { q: 'baker-', online: false }, except: [fleet.till] }, addTags: ['away'] });
    expect(body).toMatchObject({ total: 1, counts: { done: 1 } });
    expect(await tagsOf(fleet.oven)).toEqual(['away']);
  });

  it('reaches only what is in the scope of whoever asks, also where a filter would find more', async () => {
    const { body } = await start({ act: 'change-tags', selection: { filter: {} }, addTags: ['mona'] }, mona);
    expect(body.total).toBe(2);
    expect(await tagsOf(fleet.gate)).toEqual([]);
    expect(await start({ act: 'change-tags', selection: { deviceIds: [fleet.gate] }, addTags: ['mona'] }, mona)).toMatchObject({ status: 400, body: { errors: [{ rule: 'empty' }] } });
    expect(await start({ act: 'move', selection: { deviceIds: [fleet.till] }, siteId: fleet.yard }, mona)).toMatchObject({ status: 404 });
    expect(await dana.get(`/bulk-jobs/${body.id}`)).toMatchObject({ status: 404 });
  });

  it.each([
    { act: 'change-tags', addTags: ['x'] },
    { act: 'move', siteId: randomUUID() },
    { act: 'exclude', reason: 'x' },
    { act: 'assign-package', packageId: randomUUID() },
    { act: 'uninstall' },
  ])('takes the right for it: a technician may not $act', async (order) => {
    const selection = { deviceIds: [fleet.till] };
    expect(await start({ ...order, selection }, theo)).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    expect(await theo.post('/bulk-jobs/preview', { ...order, selection })).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
  });

  it.each([
    { order: { act: 'move' }, pointer: '/siteId', rule: 'required' },
    { order: { act: 'retry', reason: 'x' }, pointer: '/reason', rule: 'foreign' },
    { order: { act: 'change-tags', addTags: [] }, pointer: '/addTags', rule: 'required' },
    { order: { act: 'change-tags', addTags: ['a'], removeTags: ['a'] }, pointer: '/removeTags', rule: 'distinct' },
    { order: { act: 'uninstall', selection: {} }, pointer: '/selection', rule: 'one' },
  ])('is refused as a whole when it is half said: $pointer', async ({ order, pointer, rule }) => {
    expect(await start({ selection: { deviceIds: [fleet.till] }, ...order })).toMatchObject({ status: 400, body: { code: 'API-INPUT-01', errors: [{ pointer, rule }] } });
  });

  it('moves devices with a plan that says what it does, and back', async () => {
    const order = { act: 'move', selection: { deviceIds: [fleet.till, fleet.gate] }, siteId: fleet.yard };
    const planned = await dana.post('/bulk-jobs?dryRun=true', order);
    expect(planned).toMatchObject({ status: 200, body: { hash: expect.any(String) as string } });
    expect((await dana.get(`/devices/${fleet.till}`)).body.siteId).toBe(fleet.shop);
    const { body } = await start(order, dana, { 'if-plan': planned.body.hash, 'x-confirm-count': String(planned.body.moved) });
    expect(body.counts).toMatchObject({ done: 1, unchanged: 1 });
    expect((await dana.get(`/devices/${fleet.till}`)).body.siteId).toBe(fleet.yard);
    expect((await dana.post(`/bulk-jobs/${body.id}/undo`, {})).body.counts).toMatchObject({ done: 1 });
    expect((await dana.get(`/devices/${fleet.till}`)).body.siteId).toBe(fleet.shop);
  });

  it('leaves devices out with a reason, and lets them in again', async () => {
    const { body } = await start({ act: 'exclude', selection: { deviceIds: [fleet.till] }, reason: 'Till of the owner' });
    expect((await dana.get(`/devices/${fleet.till}`)).body.exclusion).toMatchObject({ kind: 'exclude', reason: 'Till of the owner' });
    await dana.post(`/bulk-jobs/${body.id}/undo`, {});
    expect((await dana.get(`/devices/${fleet.till}`)).body.exclusion).toBeNull();
  });

  it('assigns a package to the sites of the devices, and takes away only what it gave', async () => {
    const policyId = (await dana.post('/policies', { category: 'devices', type: 'remote-access', name: 'Second', settings: { enabled: true } })).body.id;
    const packageId = (await dana.post('/packages', { name: 'Second', entries: [{ policyId }] })).body.id;
    await dana.post('/assignments', { packageId, siteIds: [fleet.yard] });
    const { body } = await start({ act: 'assign-package', selection: { deviceIds: [fleet.till, fleet.oven, fleet.gate] }, packageId });
    expect(body.counts).toMatchObject({ done: 2, unchanged: 1 });
    expect((await dana.get(`/assignments?packageId=${packageId}`)).body.total).toBe(2);
    await dana.post(`/bulk-jobs/${body.id}/undo`, {});
    expect((await dana.get(`/assignments?packageId=${packageId}`)).body.items).toMatchObject([{ siteId: fleet.yard }]);
  });

  it('is held back when it would move much, until the plan is agreed to with its number', async () => {
    await query(
      `INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, arch)
       SELECT gen_random_uuid(), $1, gen_random_uuid()::text, gen_random_uuid()::text, 'kiosk-' || n, 'linux', 'x64' FROM generate_series(1, 60) AS n`,
      [fleet.yard],
    );
    const order = { act: 'move', selection: { filter: { q: 'name:kiosk-*' } }, siteId: fleet.shop };
    const refused = await start(order);
    expect(refused).toMatchObject({ status: 428, body: { code: 'API-PLAN-01', plan: { needsConfirmation: true } } });
    const { hash, moved, counts } = refused.body.plan;
    expect(counts.install).toBeGreaterThanOrEqual(60);
    expect(await start(order, dana, { 'if-plan': hash })).toMatchObject({ status: 428 });
    expect(await start(order, dana, { 'if-plan': hash, 'x-confirm-count': String(moved) })).toMatchObject({ status: 201, body: { counts: { done: 60 } } });
    expect(await query('SELECT device_count FROM rollout')).toEqual([{ device_count: moved }]);
  });

  it('repeated with the same Idempotency-Key is one job', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const [first, second] = [await start(tag('once'), dana, headers), await start(tag('once'), dana, headers)];
    expect(second.body.id).toBe(first.body.id);
  });

  describe('that tries again what failed', () => {
    const failAll = (ids: readonly string[]) =>
      query(
        `INSERT INTO deployment_evidence (deployment_id, failure_code, failure_at) SELECT p.id, 'RA-NET-02', now() FROM deployment p WHERE p.device_id = ANY($1)
         ON CONFLICT (deployment_id) DO UPDATE SET failure_code = 'RA-NET-02', failure_at = now()`,
        [ids],
      );

    it('goes on by itself and says what became of each', async () => {
      await failAll([fleet.oven]);
      const { body } = await start({ act: 'retry', selection: { deviceIds: [fleet.oven, fleet.till] } }, theo);
      expect(body.state).toBe('running');
      expect(await ended(body.id, theo)).toMatchObject({ state: 'done', counts: { waiting: 0, done: 1, unchanged: 1 }, canBeUndone: false });
      expect(await query(`SELECT cleared_by FROM deployment_evidence WHERE cleared_by IS NOT NULL`)).toEqual([{ cleared_by: 'Theo Brandt' }]);
    });

    const runner = () => web.part(BulkJobRunner);
    const leftOver = async (by: string, ids: readonly string[]): Promise<string> => {
      const id = randomUUID();
      // As a process leaves it that died between two batches: no hint comes any more.
      await query(
        `INSERT INTO bulk_job (id, act, request, requested_by, requested_by_name, state, created_at)
         SELECT $1, 'retry', '{"act": "retry"}', o.id, o.name, 'running', now() - interval '1 hour' FROM operator o WHERE o.email = $2`,
        [id, by],
      );
      await query(`INSERT INTO bulk_job_device (job_id, device_id, state) SELECT $1, unnest($2::uuid[]), 'waiting'`, [id, ids]);
      return id;
    };
    const outcomesOf = (id: string) => query('SELECT state, code FROM bulk_job_device WHERE job_id = $1 ORDER BY state, code', [id]);
    const batches = async () => {
      while (await runner().batch());
    };

    it('is taken up again after a crash, and leaves out what is not in scope any more', async () => {
      await failAll([fleet.till, fleet.gate]);
      const id = await leftOver('theo@northwind.example', [fleet.till, fleet.gate]);
      await batches();
      expect(await outcomesOf(id)).toEqual([{ state: 'done', code: null }, { state: 'refused', code: 'API-NOTFOUND-01' }]);
    });

    it('stops when its author has lost the right', async () => {
      await hired(web, dana, 'ada', { all: true });
      const id = await leftOver('ada@northwind.example', [fleet.till]);
      await batches();
      expect(await query('SELECT state, stop_code FROM bulk_job WHERE id = $1', [id])).toEqual([{ state: 'stopped', stop_code: 'API-RIGHT-01' }]);
      expect(await outcomesOf(id)).toEqual([{ state: 'refused', code: 'API-RIGHT-01' }]);
    });

    it('can be cancelled, and then nothing more is done', async () => {
      const source = web.database.dataSource.createQueryRunner();
      await source.connect();
      await source.startTransaction();
      const { body } = await start({ act: 'retry', selection: { deviceIds: [fleet.oven] } }, theo);
      const cancelled = await theo.post(`/bulk-jobs/${body.id}/cancel`, {});
      await source.rollbackTransaction();
      await source.release();
      // Whichever was first: the job has ended once, and says how.
      expect([200, 409]).toContain(cancelled.status);
      expect((await ended(body.id, theo)).state).toBe(cancelled.status === 200 ? 'cancelled' : 'done');
      expect(await theo.post(`/bulk-jobs/${body.id}/cancel`, {})).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
    });
  });

  it('uninstalls for good', async () => {
    const order = { act: 'uninstall', selection: { deviceIds: [fleet.gate] } };
    const { hash, moved } = (await dana.post('/bulk-jobs?dryRun=true', order)).body;
    const { body } = await start(order, dana, { 'if-plan': hash, 'x-confirm-count': String(moved) });
    expect(body).toMatchObject({ counts: { done: 1 }, canBeUndone: false });
    expect(await dana.get(`/devices/${fleet.gate}`)).toMatchObject({ status: 404 });
    expect(await dana.post(`/bulk-jobs/${body.id}/undo`, {})).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
  });

  it('takes the selected devices along as a table, harmless to a spreadsheet, and on the record', async () => {
    await dana.patch(`/devices/${fleet.till}`, { displayName: '=cmd()' });
    const answer = await dana.post('/devices/export', { deviceIds: [fleet.till] });
    expect(answer.status).toBe(200);
    expect(await query(`SELECT changes FROM audit_entry WHERE action = 'device.export'`)).toEqual([{ changes: { devices: [null, 1] } }]);
  });

  it('holds its promise about fleets that are too large for it', async () => {
    await query(
      `INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, arch)
       SELECT gen_random_uuid(), $1, gen_random_uuid()::text, gen_random_uuid()::text, 'mass-' || n, 'linux', 'x64' FROM generate_series(1, 20001) AS n`,
      [fleet.yard],
    );
    expect(await start({ act: 'uninstall', selection: { filter: { q: 'name:mass-*' } } })).toMatchObject({ status: 400, body: { errors: [{ rule: 'most' }] } });
  });
});
