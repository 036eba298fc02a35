import type { LookupAddress } from 'node:dns';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { type OutboundRules, pinnedLookup } from '../platform/off-box/outbound-address.js';
import { fetchPinned } from './fetch-pinned.js';

describe('R25 what is fetched from a provider', () => {
  let server: Server;
  let rules: OutboundRules;
  let at: (path: string) => URL;
  const asked: string[] = [];

  beforeAll(async () => {
    const pair = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048, extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }] });
    server = createServer({ cert: pair.cert, key: pair.private }, (request, response) => {
      asked.push(request.url!);
      if (request.url === '/moved') response.writeHead(302, { location: '/elsewhere' }).end();
      else if (request.url === '/endless') {
        response.writeHead(200);
        response.on('error', () => undefined);
        const more = (): void => void (response.destroyed || response.write(Buffer.alloc(65_536), () => setImmediate(more)));
        more();
      } else response.end('an installer');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    at = (path) => new URL(`https://localhost:${port}${path}`);
    rules = { allowedPrivateHosts: ['localhost'], ca: pair.cert };
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  it('comes from an address that the operator has listed, under a certificate that he has named', async () => {
    expect((await fetchPinned(at('/ok'), rules, 100)).toString()).toBe('an installer');
  });

  it('is fetched without following where it is sent to', async () => {
    await expect(fetchPinned(at('/moved'), rules, 100)).rejects.toMatchObject({ kind: 'rejected' });
    expect(asked).not.toContain('/elsewhere');
  });

  it('is never more than was asked for', async () => {
    await expect(fetchPinned(at('/endless'), rules, 1_000_000)).rejects.toMatchObject({ kind: 'rejected' });
  });

  it('comes from nobody whose certificate nobody vouches for', async () => {
    await expect(fetchPinned(at('/ok'), { allowedPrivateHosts: ['localhost'] }, 100)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('comes from no inner address that was not listed: the server is not even reached', async () => {
    const before = asked.length;
    await expect(fetchPinned(at('/ok'), { ...rules, allowedPrivateHosts: [] }, 100)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(asked).toHaveLength(before);
  });

  it('comes from the address that was judged: what a name answers a moment later is never asked', async () => {
    const given = await new Promise<LookupAddress[]>((done, fail) =>
      pinnedLookup(rules)('localhost', { all: true }, (error, addresses) => (error ? fail(error) : done(addresses as LookupAddress[]))),
    );
    // One address, by number: there is nothing left to resolve between judging and connecting.
    expect(given).toEqual([{ address: expect.stringMatching(/^(127\.0\.0\.1|::1)$/), family: expect.any(Number) }]);
  });
});
