import { danaSetsUp } from '../test/personas/dana.js';
import type { BrowserSession } from '../test/support/browser-session.js';
import { type Fleet, fleetOf } from '../test/support/fleet.js';
import { startWebForTest, type WebUnderTest } from '../test/support/running-web.js';
import { runCommand } from './run-command.js';

describe('latchkey access-report', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let fleet: Fleet;
  let siteName: string;
  let key: string;

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
    siteName = (await dana.get(`/sites/${fleet.shop}`)).body.name;
    key = (await dana.post('/api-keys', { name: 'Reports', rights: ['access-report.read', 'sites.read'] })).body.key;
    await entered('2026-01-10T08:00:00Z', 'till\u001b[31m does not print');
    await entered('2026-02-10T08:00:00Z', 'later');
  });
  afterAll(() => web.close());

  const entered = (at: string, reason: string) =>
    web.database.dataSource.query(
      `INSERT INTO launch (id, operator_id, device_id, deployment_id, mode, reason, state, ticket_hash, ticket_expires_at, opened_at, ended_at, end_reason)
       SELECT gen_random_uuid(), (SELECT id FROM operator LIMIT 1), p.device_id, p.id, 'terminal', $3, 'ended', sha256(gen_random_uuid()::text::bytea), now(), $2::timestamptz, $2::timestamptz + interval '90 seconds', 'closed'
         FROM deployment p JOIN device d ON d.id = p.device_id WHERE d.site_id = $1 ORDER BY p.id LIMIT 1`,
      [fleet.shop, at, reason],
    );

  async function report(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    let [out, err] = ['', ''];
    const code = await runCommand(['access-report', '--from', '2026-01-01', '--to', '2026-02-01', ...args], {
      env: { LATCHKEY_URL: web.url, LATCHKEY_API_KEY: key },
      out: (text) => void (out += text),
      err: (text) => void (err += text),
    });
    return { code, out, err };
  }

  it('prints a table of who was in the site in the period, free of what devices and people could smuggle into a terminal', async () => {
    const { code, out } = await report('--site', siteName);
    expect(code).toBe(0);
    expect(out).toMatch(/2026-01-10 08:00 +2 min +Dana Okafor +\S.* terminal +till \[31m does not print\n\n1 sessions, 2 minutes in all\n$/);
    expect(out).not.toContain('\u001b');
    expect(out).not.toContain('later');
  });

  it('prints what the API says as JSON, and its table for spreadsheets', async () => {
    expect(JSON.parse((await report('--site', fleet.shop, '--format', 'json')).out)).toMatchObject({ total: 1, totalSeconds: 90, items: [{ mode: 'terminal' }] });
    const { out } = await report('--site', fleet.shop, '--format', 'csv');
    expect(out.split('\r\n')).toEqual([expect.stringMatching(/^opened \(UTC\),/), expect.stringContaining('2026-01-10T08:00:00.000Z'), '']);
  });

  it.each([
    ['a site that is not there', ['--site', 'Nowhere'], 'No site is called Nowhere.'],
    ['no site', [], '--site is missing'],
    ['a format that it does not know', ['--site', 'x', '--format', 'pdf'], '--format is table, csv, json'],
    ['a time without a zone', ['--site', 'x', '--from', '2026-01-01T08:00'], '--from is a date'],
  ])('ends with 2 for %s', async (_, args, words) => {
    expect(await report(...args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(words) as string });
  });
});
