import { createHash, randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Installer } from '../../contracts/agent-protocol.js';
import { ArtifactStore } from './artifact-store.js';

const CONTENT = randomBytes(200_000);
const sha256 = createHash('sha256').update(CONTENT).digest('hex');
const installer: Installer = {
  url: `/agent/v1/artifacts/${sha256}`,
  sha256,
  size: CONTENT.length,
  format: 'executable',
  arguments: [],
};
const quietly = () => undefined;

/** A store that fetches from a server with these manners, and the folder it keeps. */
async function storeAt(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const folder = join(mkdtempSync(join(tmpdir(), 'latchkey-artifacts-')), 'kept');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    store: new ArtifactStore(folder, { origin, headersFor: () => ({ 'latchkey-device': 'x' }) }),
    folder,
    close: () => server.close(),
  };
}

const serving =
  (content: Buffer): RequestListener =>
  (_, response) =>
    response.end(content);

describe('R26 the store of artifacts', () => {
  it('keeps a verified file that nobody can run, and fetches it once', async () => {
    let requests = 0;
    const { store, folder, close } = await storeAt((request, response) => {
      requests += 1;
      serving(CONTENT)(request, response);
    });
    const path = await store.obtain(installer, quietly);
    expect(await store.obtain(installer, quietly)).toBe(path);
    expect(requests).toBe(1);
    expect(readFileSync(path).equals(CONTENT)).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual([sha256]);
    close();
  });

  it('takes none of 100 files with one bit flipped', async () => {
    const changed = Buffer.from(CONTENT);
    const { store, folder, close } = await storeAt((request, response) => serving(changed)(request, response));
    for (let round = 0; round < 100; round += 1) {
      const offset = randomInt(CONTENT.length);
      changed[offset]! ^= 1 << randomInt(8);
      await expect(store.obtain(installer, quietly)).rejects.toMatchObject({ code: 'RA-PKG-01' });
      expect(readdirSync(folder)).toEqual([]);
      changed[offset] = CONTENT[offset]!;
    }
    close();
  });

  it('throws away a kept file that changed on disk, and fetches it anew', async () => {
    const { store, close } = await storeAt(serving(CONTENT));
    const path = await store.obtain(installer, quietly);
    writeFileSync(path, 'tampered');
    expect(await store.kept(installer)).toBeUndefined();
    expect(readFileSync(await store.obtain(installer, quietly)).equals(CONTENT)).toBe(true);
    close();
  });

  it.each<[string, RequestListener, string]>([
    ['a file that is too long', serving(Buffer.concat([CONTENT, Buffer.alloc(1)])), 'RA-PKG-01'],
    ['a file that ends early', serving(CONTENT.subarray(1)), 'RA-NET-08'],
    [
      'a line that breaks',
      (_, response) => {
        response.writeHead(200, { 'content-length': CONTENT.length });
        response.write(CONTENT.subarray(0, 9));
        setTimeout(() => response.destroy(), 20);
      },
      'RA-NET-08',
    ],
    [
      'the page of a captive portal',
      (_, response) => response.setHeader('content-type', 'text/html').end('<html>'),
      'RA-NET-09',
    ],
    ['a redirect', (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(), 'RA-NET-09'],
    ['a server that has no such file', (_, response) => response.writeHead(404).end(), 'RA-PKG-04'],
    ['a server that does not know this device', (_, response) => response.writeHead(401).end(), 'RA-AGT-11'],
    ['a proxy that wants a name and a password', (_, response) => response.writeHead(407).end(), 'RA-NET-04'],
    ['a server in trouble', (_, response) => response.writeHead(503).end(), 'RA-NET-08'],
  ])('names %s', async (_, answer, code) => {
    const { store, folder, close } = await storeAt(answer);
    await expect(store.obtain(installer, quietly)).rejects.toMatchObject({ code });
    expect(readdirSync(folder)).toEqual([]);
    close();
  });

  it.each([
    ['a port where nobody listens', 'http://127.0.0.1:9', 'RA-NET-02'],
    ['a name that does not exist', 'http://latchkey.invalid', 'RA-NET-01'],
  ])('names %s', async (_, origin, code) => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-artifacts-'));
    const store = new ArtifactStore(folder, { origin, headersFor: () => ({}) });
    await expect(store.obtain(installer, quietly)).rejects.toMatchObject({ code });
  });

  it('does not begin what the disk has no room for, and sees when there is some', async () => {
    const { store, close } = await storeAt(serving(CONTENT));
    await expect(store.obtain({ ...installer, size: 2 ** 50 }, quietly)).rejects.toMatchObject({ code: 'RA-ELG-05' });
    expect(await store.hasRoom()).toBe(false);
    await store.obtain(installer, quietly);
    expect(await store.hasRoom()).toBe(true);
    close();
  });
});
