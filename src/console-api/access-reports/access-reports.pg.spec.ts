import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { type Fleet, fleetOf } from '../../../test/support/fleet.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

describe('the access report of a site', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let fleet: Fleet;
  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
    await entered(fleet.shop, 'terminal', '2 hours', '300 seconds', 'till does not print');
    await entered(fleet.shop, 'desktop', '1 hour', null, null);
    await entered(fleet.shop, 'files', '40 days', '10 seconds', 'long ago');
    await entered(fleet.yard, 'files', '1 hour', '60 seconds', 'of somebody else');
    // Asked for and never opened: nobody was in.
    await entered(fleet.shop, 'terminal', null, null, 'never came');
  });
  afterAll(() => web.close());

  const entered = (siteId: string, mode: string, ago: string | null, lasted: string | null, reason: string | null) =>
    web.database.dataSource.query(
      `INSERT INTO launch (id, operator_id, device_id, deployment_id, mode, reason, state, ticket_hash, ticket_expires_at, opened_at, ended_at, end_reason)
       SELECT gen_random_uuid(), (SELECT id FROM operator LIMIT 1), p.device_id, p.id, $2, $5, CASE WHEN $3::text IS NULL THEN 'refused' WHEN $4::text IS NULL THEN 'active' ELSE 'ended' END,
              sha256(gen_random_uuid()::text::bytea), now(), now() - $3::interval, now() - $3::interval + $4::interval, CASE WHEN $4::text IS NOT NULL THEN 'closed' END
         FROM deployment p JOIN device d ON d.id = p.device_id WHERE d.site_id = $1 ORDER BY p.id LIMIT 1`,
      [siteId, mode, ago, lasted, reason],
    );
  const report = (query = '', by: BrowserSession = dana, siteId = fleet.shop) => by.get(`/access-reports?siteId=${siteId}${query}`);

  it('says who entered, why and how long, the latest first, and nothing of who never came in', async () => {
    const { status, body } = await report();
    expect(status).toBe(200);
    expect(body).toMatchObject({ total: 2, isCut: false, items: [{ mode: 'desktop', endedAt: null, reason: null }, { mode: 'terminal', seconds: 300, reason: 'till does not print', endReason: 'closed', operatorName: 'Dana Okafor' }] });
    expect(body.items[0].seconds).toBeGreaterThanOrEqual(3590);
    expect(body.totalSeconds).toBe(body.items[0].seconds + 300);
  });

  it('is of the period that is asked for', async () => {
    expect((await report('&from=2020-01-01T00:00:00Z')).body.total).toBe(3);
    expect((await report('&from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z')).body).toMatchObject({ total: 0, totalSeconds: 0, items: [] });
    expect(await dana.get('/access-reports')).toMatchObject({ status: 400, body: { code: 'API-INPUT-03' } });
  });

  it('can be read by the client’s own manager for his sites, and by him for no other', async () => {
    const cleo = await hired(web, dana, 'cleo', { siteIds: [fleet.shop] });
    expect((await report('', cleo)).body.total).toBe(2);
    const foreign = await report('', cleo, fleet.yard);
    const missing = await report('', cleo, '01900000-0000-7000-8000-000000000000');
    expect([foreign.status, foreign.body.code, foreign.body.detail]).toEqual([404, 'API-NOTFOUND-01', missing.body.detail]);
    const theo = await hired(web, dana, 'theo', { all: true });
    expect(await report('', theo)).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
  });

  it.each([
    ['csv', 'text/csv; charset=utf-8', (text: string) => expect(text.split('\r\n')).toHaveLength(4)],
    ['json', 'application/json; charset=utf-8', (text: string) => expect(JSON.parse(text)).toMatchObject({ total: 2, siteName: 'Shop' })],
  ])('leaves as a %s file, and that it left is recorded', async (format, type, holds) => {
    const answer = await dana.raw('/access-reports/export', { method: 'POST', headers: { cookie: dana.cookieHeader, 'content-type': 'application/json', 'x-requested-with': 'latchkey' }, body: JSON.stringify({ siteId: fleet.shop, format }) });
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([200, type, `attachment; filename="access-report.${format}"`]);
    holds(await answer.text());
    const [entry] = (await dana.get('/audit?action=access-report.export')).body.items;
    expect(entry).toMatchObject({ actorName: 'Dana Okafor', siteId: fleet.shop, changes: { format: [null, format], sessions: [null, 2] } });
  });

  it('leaves for nobody to whom the site is not shown', async () => {
    const cleo = await hired(web, dana, 'otis', { siteIds: [fleet.shop] });
    expect((await cleo.post('/access-reports/export', { siteId: fleet.yard, format: 'csv' })).status).toBeGreaterThanOrEqual(403);
    expect((await dana.get('/audit?action=access-report.export')).body.items.every(({ siteId }: { siteId: string }) => siteId === fleet.shop)).toBe(true);
  });
});
