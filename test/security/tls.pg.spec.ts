import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { ensureSetupClaim } from '../../src/accounts/index.js';
import { DANA } from '../personas/dana.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

describe('R9 R10 behind TLS', () => {
  let web: WebUnderTest;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-tls-'));
    const pair = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048 });
    const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    writeFileSync(certFile, pair.cert);
    writeFileSync(keyFile, pair.private);
    web = await startWebForTest({ tls: { certFile, keyFile }, publicUrl: 'https://latchkey.example' });
  });

  afterAll(async () => {
    await web.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const post = (path: string, body: object): Promise<{ status: number; headers: IncomingHttpHeaders }> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(web.url);
      const headers = {
        'content-type': 'application/json',
        'x-requested-with': 'latchkey',
        origin: 'https://latchkey.example',
      };
      const sent = request({ hostname, port, path, method: 'POST', headers, rejectUnauthorized: false }, (response) => {
        response.resume();
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
      });
      sent.on('error', reject);
      sent.end(JSON.stringify(body));
    });

  it('binds the cookie to this very host, and the browser to TLS', async () => {
    const claimCode = await ensureSetupClaim(web.database.dataSource);
    const { status, headers } = await post('/api/v1/setup', { claimCode, ...DANA });
    expect(status).toBe(201);
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(/^__Host-latchkey_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/),
    ]);
    expect(headers['strict-transport-security']).toMatch(/max-age=6307/);
  });
});
