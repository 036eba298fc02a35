import { DANA, danaSetsUp } from '../../../test/personas/dana.js';
import { BrowserSession } from '../../../test/support/browser-session.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';
import { ensureSetupClaim } from './setup-claim.js';

describe('R1 setting up an installation', () => {
  let web: WebUnderTest;

  beforeEach(async () => {
    web = await startWebForTest();
  });

  afterEach(() => web.close());

  const claimed = async (claimCode: string, email: string = DANA.email) =>
    new BrowserSession(web.url).post('/setup', { ...DANA, claimCode, email });

  it('makes exactly one owner of fifty who claim at the same moment', async () => {
    const code = await ensureSetupClaim(web.database.dataSource);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => claimed(code ?? '', `dana${n}@northwind.example`)),
    );
    const statuses = answers.map((answer) => answer.status).sort((a, b) => a - b);
    expect(statuses).toEqual([201, ...Array<number>(49).fill(404)]);
    expect(await web.database.dataSource.query('SELECT role FROM operator')).toEqual([{ role: 'primary-super-admin' }]);
  });

  it('signs the owner in at once and never shows the set-up again', async () => {
    const dana = await danaSetsUp(web);
    expect(await dana.get('/auth/me')).toMatchObject({
      status: 200,
      body: { role: 'primary-super-admin', allowRemoteControl: false, scope: { all: true } },
    });
    for (const answer of [await dana.get('/setup'), await dana.post('/setup', {}), await claimed('WHATEVER')]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'API-NOTFOUND-01' } });
    }
    expect(await ensureSetupClaim(web.database.dataSource)).toBeNull();
  });

  it('refuses a wrong code and stays open for the right one, however it is typed', async () => {
    const code = await ensureSetupClaim(web.database.dataSource);
    expect(await claimed('AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA')).toMatchObject({
      status: 401,
      body: { code: 'API-AUTH-01' },
    });
    expect((await new BrowserSession(web.url).get('/setup')).body).toEqual({ needed: true });
    expect((await claimed(` ${code?.toLowerCase().replaceAll('-', ' ')}`)).status).toBe(201);
  });

  it('forgets the code of an earlier start', async () => {
    const earlier = await ensureSetupClaim(web.database.dataSource);
    await ensureSetupClaim(web.database.dataSource);
    expect((await claimed(earlier ?? '')).status).toBe(401);
  });

  it('keeps only a hash of the code, which has at least 128 bits', async () => {
    const code = await ensureSetupClaim(web.database.dataSource);
    expect((code ?? '').replaceAll('-', '').length * Math.log2(31)).toBeGreaterThanOrEqual(128);
    const [row] = await web.database.dataSource.query(`SELECT encode(code_hash, 'escape') AS kept FROM setup_claim`);
    expect(row.kept).not.toContain(code);
  });

  it('refuses a short password, and an address that is none', async () => {
    const claimCode = await ensureSetupClaim(web.database.dataSource);
    const answer = await new BrowserSession(web.url).post('/setup', {
      claimCode,
      name: 'Dana',
      email: 'dana',
      password: 'short',
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'API-INPUT-01' } });
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/email',
      '/password',
    ]);
  });
});
