import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type SecureVersion } from 'node:tls';
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

  it.each(['TLSv1', 'TLSv1.1'] as const)('speaks no version of TLS before 1.2: %s', async (version) => {
    expect(await spoken({ minVersion: 'TLSv1', maxVersion: version })).toMatch(/^refused/);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('speaks %s', async (version) => {
    expect(await spoken({ minVersion: version, maxVersion: version })).toBe(version);
  });

  it.each(['AES128-SHA', 'AES256-GCM-SHA384', 'ECDHE-RSA-AES128-SHA', 'ECDHE-RSA-AES256-SHA384', 'DHE-RSA-AES256-GCM-SHA384', 'NULL-SHA256'])('takes no cipher suite without forward secrecy and authenticated encryption: %s', async (suite) => {
    expect(await spoken({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', ciphers: `${suite}:@SECLEVEL=0` })).toMatch(/^refused/);
  });

  it.each(['ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-RSA-CHACHA20-POLY1305', 'ECDHE-RSA-AES128-GCM-SHA256'])('takes %s', async (suite) => {
    expect(await spoken({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', ciphers: suite })).toBe('TLSv1.2');
  });

  const spoken = (versions: { minVersion: SecureVersion; maxVersion: SecureVersion; ciphers?: string }): Promise<string> =>
    new Promise((resolve) => {
      const { hostname, port } = new URL(web.url);
      // The client would take the old ones: what refuses is the server.
      const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false, ciphers: 'DEFAULT@SECLEVEL=0', ...versions }, () => {
        resolve(socket.getProtocol() ?? 'nothing');
        socket.destroy();
      });
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(`refused: ${error.code}`));
    });
});
