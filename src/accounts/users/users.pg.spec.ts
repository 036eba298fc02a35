import { DANA, danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import { BrowserSession } from '../../../test/support/browser-session.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

describe('users', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
  });

  afterAll(() => web.close());

  const made = async (name: string, fields: object = {}): Promise<{ id: string; version: number }> => {
    const answer = await dana.post('/users', {
      name,
      email: `${name.toLowerCase()}@northwind.example`,
      role: 'technician',
      ...fields,
    });
    expect(answer).toMatchObject({ status: 201 });
    return answer.body;
  };
  const idOf = async (name: string): Promise<string> => (await dana.get(`/users?q=${name}`)).body.items[0].id;

  it('begin with nothing: no scope, no permission to control', async () => {
    expect(await made('Nils')).toMatchObject({
      scope: { all: false, clientIds: [], siteIds: [] },
      allowRemoteControl: false,
      disabled: false,
      hasPassword: false,
    });
  });

  it('are told apart by address, whatever the case', async () => {
    await made('Ines');
    const answer = await dana.post('/users', { name: 'Another', email: 'INES@northwind.example', role: 'auditor' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-01', errors: [{ pointer: '/email' }] } });
  });

  it('may be allowed to control devices, and the log says by whom', async () => {
    const { id } = await made('Rosa');
    expect(await dana.patch(`/users/${id}`, { allowRemoteControl: true })).toMatchObject({
      status: 200,
      body: { allowRemoteControl: true, version: 2 },
    });
    const { items } = (await dana.get(`/audit?subjectId=${id}&action=user.change`)).body;
    expect(items).toEqual([
      expect.objectContaining({ actorName: DANA.name, changes: { allowRemoteControl: [false, true] } }),
    ]);
  });

  it('cannot be given a client that does not exist', async () => {
    const answer = await dana.post('/users', {
      name: 'Lost',
      email: 'lost@northwind.example',
      role: 'manager',
      scope: { clientIds: ['01890000-0000-7000-8000-000000000000'] },
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'API-INPUT-01', errors: [{ pointer: '/scope/clientIds/0' }] },
    });
    expect((await dana.get('/users?q=lost')).body.total).toBe(0);
  });

  it('are managed by Super Admins, but not beyond what those hold', async () => {
    const sal = await hired(web, dana, 'sal');
    const owner = await idOf('Dana');
    expect(
      (await sal.post('/users', { name: 'Zoe', email: 'zoe@northwind.example', role: 'super-admin' })).status,
    ).toBe(201);
    expect(await sal.patch(`/users/${owner}`, { disabled: true })).toMatchObject({
      status: 403,
      body: { code: 'API-RIGHT-01' },
    });
    expect(await sal.patch(`/users/${owner}`, { password: 'taken-over-by-sal' })).toMatchObject({
      status: 403,
      body: { code: 'API-RIGHT-01' },
    });
    expect(await sal.delete(`/users/${owner}`)).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    expect(await sal.patch(`/users/${await idOf('Zoe')}`, { role: 'primary-super-admin' })).toMatchObject({
      status: 403,
      body: { code: 'API-RIGHT-01' },
    });
  });

  it.each(['mona', 'theo', 'cleo', 'otis', 'ada'] as const)('are not for %s to see', async (who) => {
    const browser = await hired(web, dana, who, { all: true });
    expect(await browser.get('/users')).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
  });

  it('are deleted, but never the owner and never oneself', async () => {
    const { id } = await made('Brief');
    expect((await dana.delete(`/users/${id}`)).status).toBe(204);
    expect((await dana.get(`/users/${id}`)).status).toBe(404);
    expect(await dana.delete(`/users/${await idOf('Dana')}`)).toMatchObject({
      status: 409,
      body: { code: 'API-CONFLICT-03' },
    });
  });

  it('cannot include a second owner; the ownership is handed over', async () => {
    expect(
      await dana.post('/users', { name: 'Two', email: 'two@northwind.example', role: 'primary-super-admin' }),
    ).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
    const heir = await made('Heir', { role: 'super-admin', password: 'inherits-the-house' });
    expect(await dana.patch(`/users/${heir.id}`, { role: 'primary-super-admin' })).toMatchObject({
      status: 200,
      body: { role: 'primary-super-admin' },
    });
    expect((await dana.get('/auth/me')).body.role).toBe('super-admin');
    const owner = await new BrowserSession(web.url).signIn('heir@northwind.example', 'inherits-the-house');
    expect((await owner.get('/auth/me')).body.role).toBe('primary-super-admin');
  });
});
