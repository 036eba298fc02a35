import pino from 'pino';
import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import { BrowserSession } from '../../../test/support/browser-session.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

describe('the log of refused requests', () => {
  const lines: string[] = [];
  let web: WebUnderTest;
  let dana: BrowserSession;
  let theo: BrowserSession;
  beforeAll(async () => {
    web = await startWebForTest({}, pino({ level: 'info' }, { write: (line: string) => void lines.push(line) }));
    dana = await danaSetsUp(web);
    theo = await hired(web, dana, 'theo');
  });
  beforeEach(() => void lines.splice(0));
  afterAll(() => web.close());

  const told = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ msg }) => msg === 'request refused');

  it('tells who was refused what, and where the answer names it', async () => {
    const { headers } = await theo.get('/users');
    const { id } = (await theo.get('/auth/me')).body;
    expect(told()).toMatchObject([{ code: 'API-RIGHT-01', method: 'GET', route: '/api/v1/users', operatorId: id, ip: '127.0.0.1', requestId: headers.get('x-request-id'), level: 30 }]);
  });

  it('tells of tries to get round a control, and nothing of what was sent', async () => {
    const secret = 'sent-and-not-to-be-kept';
    await fetch(`${web.url}/api/v1/clients`, { method: 'POST', headers: { cookie: dana.cookieHeader, 'content-type': 'text/plain' }, body: secret });
    await new BrowserSession(web.url).get(`/users?q=${secret}`, { authorization: `Bearer ${secret}` });
    await dana.post('/clients', { name: 'Bakery', [secret]: true });
    const ghost = () => new BrowserSession(web.url).post('/auth/login', { email: 'ghost@northwind.example', password: secret });
    for (let n = 0; n < 5; n++) await ghost();
    expect(new Set(told().map(({ code }) => code))).toEqual(new Set(['API-CSRF-01', 'API-AUTH-01', 'API-INPUT-02', 'API-RATE-01']));
    expect(lines.join('')).not.toContain(secret);
  });

  it('says nothing of what was allowed, or is only not there', async () => {
    await dana.get('/users');
    await dana.get('/clients/01900000-0000-7000-8000-000000000000');
    expect(told()).toEqual([]);
  });
});
