import { DANA, danaSetsUp } from '../../../test/personas/dana.js';
import { BrowserSession } from '../../../test/support/browser-session.js';
import { eventually } from '../../../test/support/eventually.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { randomIds } from '../../platform/ids.js';
import { FailedLogins } from './failed-logins.js';

describe('R4 failed logins in the audit log', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let failures: FailedLogins;

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
  });
  beforeEach(async () => {
    await web.database.dataSource.query(`DELETE FROM audit_entry WHERE action = 'session.refuse'`);
    failures = new FailedLogins(new UnitOfWork(web.database.dataSource));
  });
  afterAll(() => web.close());

  interface Entry {
    actorName: string;
    subjectId: string | null;
    subjectName: string;
    changes: { failures: [null, number]; networks: [null, string[]] };
  }
  const entries = async (): Promise<Entry[]> => (await dana.get('/audit?action=session.refuse&sort=at&limit=500')).body.items;
  const counts = async () => (await entries()).map(({ changes }) => changes.failures[1]);
  const theo = { id: randomIds.uuid(), name: 'Theo Brandt' };
  const fails = (email: string, ip = '198.51.100.7', tried: typeof theo | null = null) => failures.note(tried, email, ip, 'request');

  it('name the account that was tried, or the mark of an address that nobody has, and never what was typed', async () => {
    const attempt = (email: string, password: string) => new BrowserSession(web.url).post('/auth/login', { email, password });
    expect((await attempt(DANA.email, 'a-wrong-password')).status).toBe(401);
    expect((await attempt('ghost@northwind.example', 'a-wrong-password')).status).toBe(401);
    const [known, unknown, ...others] = await eventually('both are told', async () => {
      const told = await entries();
      return told.length >= 2 && told;
    });
    expect(known).toMatchObject({ actorName: 'Nobody signed in', subjectName: DANA.name, changes: { failures: [null, 1] } });
    expect(unknown).toMatchObject({ subjectId: null, subjectName: expect.stringMatching(/^unknown address [\w-]{12}$/), changes: { failures: [null, 1] } });
    expect(others).toEqual([]);
    const [{ dump }] = await web.database.dataSource.query(`SELECT string_agg(to_jsonb(a)::text, ' ') AS dump FROM audit_entry a WHERE action = 'session.refuse'`);
    expect(dump).not.toMatch(/a-wrong-password|ghost/);
  });

  it('are one row at once and one with the count of the rest, for each account and minute', async () => {
    for (let n = 0; n < 30; n++) await fails('theo@northwind.example', `198.51.100.${n}`, theo);
    expect(await counts()).toEqual([1]);
    await failures.flush();
    expect(await counts()).toEqual([1, 29]);
    expect((await entries())[1]).toMatchObject({ subjectId: theo.id, changes: { networks: [null, [...Array.from({ length: 5 }, (_, n) => `198.51.100.${n}`), 'and 25 more']] } });
    await failures.flush();
    expect(await counts()).toEqual([1, 29]);
  });

  it('cannot fill the log from ever new addresses, and still name a real account among them', async () => {
    for (let n = 0; n < 200; n++) await fails(`ghost-${n}@northwind.example`, `2001:db8:0:${n.toString(16)}::1`);
    await fails('theo@northwind.example', '198.51.100.7', theo);
    await failures.flush();
    const told = await entries();
    expect(told).toHaveLength(20 + 2 + 1);
    expect(told.reduce((sum, { changes }) => sum + changes.failures[1], 0)).toBe(201);
    expect(told.map(({ subjectName }) => subjectName)).toEqual(expect.arrayContaining(['many unknown addresses', 'Theo Brandt']));
  });

  it('tell whether the same address was tried again, but not to another process', async () => {
    await fails('ghost@northwind.example');
    await failures.flush();
    await fails('GHOST@northwind.example');
    await new FailedLogins(new UnitOfWork(web.database.dataSource)).note(null, 'ghost@northwind.example', '198.51.100.7', 'request');
    const [first, second, elsewhere] = (await entries()).map(({ subjectName }) => subjectName);
    expect(second).toBe(first);
    expect(elsewhere).not.toBe(first);
  });
});
