import { DANA, danaSetsUp } from '../../test/personas/dana.js';
import { hired } from '../../test/personas/staff.js';
import type { Answer, BrowserSession } from '../../test/support/browser-session.js';
import { startWebForTest, type WebUnderTest } from '../../test/support/running-web.js';

describe('policies', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let bakery: string;
  let mill: string;

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    bakery = (await dana.post('/clients', { name: 'Bakery Brown' })).body.id;
    mill = (await dana.post('/clients', { name: 'Mill Green' })).body.id;
  });

  afterAll(() => web.close());

  const written = (name: string, fields: object = {}, by: BrowserSession = dana): Promise<Answer> =>
    by.post('/policies', { category: 'devices', type: 'remote-access', name, settings: { enabled: true }, ...fields });
  const etagOf = (answer: Answer): Record<string, string> => ({ 'if-match': answer.headers.get('etag') ?? '' });

  it('keep what is configured and forget what is not', async () => {
    const answer = await written('Front desks', { settings: { enabled: true, 'consent.mode': 'always', 'visibility.banner': null } });
    expect(answer).toMatchObject({ status: 201, body: { enabled: true, version: 1, settings: { enabled: true, 'consent.mode': 'always' } } });
    expect(answer.body.settings).not.toHaveProperty('visibility.banner');
    expect(answer.headers.get('etag')).toBe('"1"');
  });

  it('are kept in versions, with their authors', async () => {
    const first = await written('Tills');
    await dana.put(`/policies/${first.body.id}`, { name: 'Tills', enabled: true, settings: { enabled: false } }, etagOf(first));
    const { items, total } = (await dana.get(`/policies/${first.body.id}/versions`)).body;
    expect(total).toBe(2);
    expect(items).toMatchObject([
      { version: 2, settings: { enabled: false }, authorName: DANA.name },
      { version: 1, settings: { enabled: true }, authorName: DANA.name },
    ]);
  });

  it('cannot be changed without saying which version is meant', async () => {
    const { body } = await written('Ovens');
    expect(await dana.put(`/policies/${body.id}`, { name: 'Ovens', enabled: true, settings: {} })).toMatchObject({ status: 428, body: { code: 'API-ETAG-01' } });
  });

  it('lose no update: of two editors the second is told', async () => {
    const read = await written('Mixers');
    const change = (enabled: boolean) => dana.put(`/policies/${read.body.id}`, { name: 'Mixers', enabled: true, settings: { enabled } }, etagOf(read));
    const answers = await Promise.all([change(false), change(true)]);
    expect(answers.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([200, 412]);
    expect(answers.find((answer) => answer.status === 412)?.body.code).toBe('API-ETAG-02');
    expect((await dana.get(`/policies/${read.body.id}/versions`)).body.total).toBe(2);
  });

  it('accept any version where the caller says so', async () => {
    const { body } = await written('Scales');
    expect(await dana.put(`/policies/${body.id}`, { name: 'Scales', enabled: false, settings: {} }, { 'if-match': '*' })).toMatchObject({ status: 200, body: { enabled: false } });
  });

  it('have one name each, whatever the case', async () => {
    await written('Night shift');
    expect(await written('NIGHT SHIFT')).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-01' } });
  });

  it.each([
    { wrong: { settings: { 'consent.mode': 'maybe' } }, code: 'API-INPUT-01', pointer: '/settings/consent.mode' },
    { wrong: { settings: { sparkle: true } }, code: 'API-INPUT-02', pointer: '/settings/sparkle' },
    { wrong: { settings: ['enabled'] }, code: 'API-INPUT-01', pointer: '/settings' },
    { wrong: { type: 'antivirus' }, code: 'API-INPUT-01', pointer: '/type' },
    { wrong: { name: '   ' }, code: 'API-INPUT-01', pointer: '/name' },
    { wrong: { priority: 3 }, code: 'API-INPUT-02', pointer: '/priority' },
  ])('are refused where $pointer is wrong', async ({ wrong, code, pointer }) => {
    expect(await written('Wrong', wrong)).toMatchObject({ status: 400, body: { code, errors: [{ pointer }] } });
  });

  it('are refused for a client that does not exist', async () => {
    expect(await written('Nowhere', { clientId: '01890000-0000-7000-8000-000000000000' })).toMatchObject({ status: 404, body: { code: 'API-NOTFOUND-01' } });
  });

  it('never change what they are', async () => {
    const { body } = await written('Fixed');
    const answer = await dana.put(`/policies/${body.id}`, { type: 'antivirus', name: 'Fixed', enabled: true, settings: {} }, { 'if-match': '*' });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/type', rule: 'unchanged' }] } });
  });

  it('are described with every setting, its default and its help', async () => {
    const { items } = (await dana.get('/policy-types')).body;
    expect(items).toMatchObject([{ category: 'devices', type: 'remote-access', title: 'Remote Access' }]);
    expect(items[0].settings).toContainEqual(
      expect.objectContaining({ key: 'consent.mode', default: 'if-user-present', merge: 'strictest', type: { kind: 'choice', choices: ['never', 'if-user-present', 'always'] } }),
    );
    expect(items[0].settings.every((setting: { help: string }) => setting.help.length > 10)).toBe(true);
  });

  it('of other clients do not exist for a scoped manager, and shared ones are not his to change', async () => {
    const mona = await hired(web, dana, 'mona', { clientIds: [bakery] });
    const [shared, foreign, own] = [await written('Everybody'), await written('Mill only', { clientId: mill }), await written('Bakery only', { clientId: bakery }, mona)];
    expect(own.status).toBe(201);
    expect((await mona.get(`/policies/${shared.body.id}`)).status).toBe(200);
    const missing = await mona.get('/policies/01890000-0000-7000-8000-000000000000');
    const outside = await mona.get(`/policies/${foreign.body.id}`);
    expect({ ...outside.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' });
    const change = { name: 'Taken', enabled: false, settings: {} };
    expect(await mona.put(`/policies/${foreign.body.id}`, change, { 'if-match': '*' })).toMatchObject({ status: 404 });
    expect(await mona.put(`/policies/${shared.body.id}`, change, { 'if-match': '*' })).toMatchObject({ status: 403, body: { code: 'API-SCOPE-01' } });
    expect(await written('For all', {}, mona)).toMatchObject({ status: 403, body: { code: 'API-SCOPE-01' } });
    expect(await written('For them', { clientId: mill }, mona)).toMatchObject({ status: 404, body: { code: 'API-NOTFOUND-01' } });
  });

  it('are not for office staff to read', async () => {
    const otis = await hired(web, dana, 'otis', { all: true });
    expect(await otis.get('/policies')).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
  });
});
