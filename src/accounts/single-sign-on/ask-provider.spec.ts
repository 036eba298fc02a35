import type { LookupAddress } from 'node:dns';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ResolveName } from '../../platform/off-box/outbound-address.js';
import { askProviderUnder, refuseProviderUrl } from './ask-provider.js';

const ANYWHERE = { allowedHosts: [], onLoopback: false };

describe('R25 the address of an identity provider', () => {
  it.each([
    ['https://login.example/realm', ANYWHERE, null],
    ['https://10.1.2.3/', { allowedHosts: ['10.1.2.3'], onLoopback: false }, null],
    ['http://127.0.0.1:9/', { allowedHosts: [], onLoopback: true }, null],
    ['http://127.0.0.1:9/', ANYWHERE, 'must begin with https://'],
    ['http://login.example/', { allowedHosts: ['login.example'], onLoopback: true }, 'must begin with https://'],
    ['file:///etc/passwd', { allowedHosts: [], onLoopback: true }, 'must begin with https://'],
    ['https://user@login.example/', ANYWHERE, 'must not contain credentials'],
    ['no address', ANYWHERE, 'must be a URL'],
    ...['127.0.0.1', '2130706433', '[::1]', '[::ffff:127.0.0.1]', '169.254.169.254', '10.0.0.1', '192.168.0.1', '100.64.0.1', '[fd00::1]'].map((host) => [`https://${host}/`, ANYWHERE, 'must not be a private address'] as const),
  ] as const)('%s with %j: %s', (url, rules, refusal) => {
    expect(refuseProviderUrl(url, { ...rules, allowedHosts: [...rules.allowedHosts] })).toBe(refusal);
  });
});

describe('R25 what an identity provider answers', () => {
  let server: Server;
  let at: (path: string) => string;
  const asked: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url!);
      if (request.url === '/moved') response.writeHead(302, { location: '/elsewhere' }).end();
      else if (request.url === '/endless') response.end(Buffer.alloc(1_100_000));
      else response.writeHead(200, { 'content-type': 'application/json' }).end('{"issuer":"x"}');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    at = (path) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  });
  afterAll(() => new Promise((done) => server.close(done)));
  const ask = askProviderUnder({ allowedHosts: [], onLoopback: true });

  it('is read', async () => {
    const answer = await ask(at('/'), {});
    expect([answer.status, await answer.json()]).toEqual([200, { issuer: 'x' }]);
  });

  it('leads nowhere else', async () => {
    await expect(ask(at('/moved'), {})).rejects.toThrow('redirects are not followed');
    expect(asked).not.toContain('/elsewhere');
  });

  it('is never more than a megabyte', async () => {
    await expect(ask(at('/endless'), {})).rejects.toThrow('more than was asked for');
  });

  it('comes from no inner address to which a name leads, also where it leads there only the second time', async () => {
    const answers = [['203.0.113.9', '10.0.0.9'], ['127.0.0.1'], ['169.254.169.254']];
    const moving: ResolveName = (_, __, done) => done(null, (answers.shift() ?? []).map((address): LookupAddress => ({ address, family: 4 })));
    const outside = askProviderUnder(ANYWHERE, moving);
    for (let n = 0; n < 3; n++) await expect(outside('https://login.example/.well-known/openid-configuration', {})).rejects.toMatchObject({ code: 'EPRIVATE' });
  });

  it('is not asked for by an address that the provider itself names, where that one is inside', async () => {
    for (const url of ['http://169.254.169.254/latest/meta-data', 'https://10.0.0.1/jwks', 'file:///etc/passwd']) await expect(ask(url, {})).rejects.toThrow(TypeError);
  });
});
