import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import { BrowserSession } from '../../../test/support/browser-session.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

describe('invitations', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  const PASSWORD = 'meadow-copper-window';

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
  });
  afterAll(() => web.close());

  const newUser = async (name: string): Promise<string> => (await dana.post('/users', { email: `${name}@northwind.example`, name, role: 'technician' })).body.id;
  const tokenFor = async (id: string): Promise<string> => new URL((await dana.post(`/users/${id}/invitation`)).body.link).hash.slice(1);
  const accept = (token: string) => new BrowserSession(web.url).post('/auth/invitation', { token, password: PASSWORD });

  it('let somebody choose his first password, once, and sign him in', async () => {
    const id = await newUser('nora');
    const invited = await dana.post(`/users/${id}/invitation`);
    expect(invited).toMatchObject({ status: 201, body: { link: expect.stringMatching(/^http:\/\/localhost:8080\/invitation#[\w-]{43}$/) } });
    const token = new URL(invited.body.link).hash.slice(1);
    const answers = await Promise.all(Array.from({ length: 8 }, () => accept(token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status, body }) => status === 401 && body.code === 'API-AUTH-01')).toHaveLength(7);
    expect((await new BrowserSession(web.url).signIn('nora@northwind.example', PASSWORD)).cookieHeader).not.toBe('');
    const [{ dump }] = await web.database.dataSource.query(`SELECT string_agg(to_jsonb(a)::text, '') AS dump FROM audit_entry a`);
    expect(dump).not.toContain(token);
  });

  it('are void once a newer one is made, after three days, and for a disabled account', async () => {
    const id = await newUser('olga');
    const first = await tokenFor(id);
    const second = await tokenFor(id);
    expect((await accept(first)).status).toBe(401);
    await web.database.dataSource.query(`UPDATE invitation SET expires_at = now() - interval '1 second'`);
    expect((await accept(second)).status).toBe(401);
    const third = await tokenFor(id);
    await dana.patch(`/users/${id}`, { disabled: true });
    expect((await accept(third)).status).toBe(401);
    expect((await dana.post(`/users/${id}/invitation`)).body.code).toBe('API-CONFLICT-03');
  });

  it('end what was open in the account, since they are the way back for who forgot his password', async () => {
    const theo = await hired(web, dana, 'theo');
    const { id } = (await theo.get('/auth/me')).body;
    expect((await accept(await tokenFor(id))).status).toBe(200);
    expect((await theo.get('/auth/me')).status).toBe(401);
  });

  it('are made by who may manage users, for no more than he holds', async () => {
    const sal = await hired(web, dana, 'sal');
    const [owner] = (await dana.get('/users?role=primary-super-admin')).body.items;
    expect((await sal.post(`/users/${owner.id}/invitation`)).body.code).toBe('API-RIGHT-01');
    const theo = await new BrowserSession(web.url).signIn('theo@northwind.example', PASSWORD);
    expect((await theo.post(`/users/${owner.id}/invitation`)).body.code).toBe('API-RIGHT-01');
  });
});
