import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { danaSetsUp } from '../../../test/personas/dana.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

const PROGRAM = Buffer.from('#!/bin/true');
const SHA256 = createHash('sha256').update(PROGRAM).digest('hex');

describe('the endpoint agents that a server hands out', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let siteId: string;
  let agentDir: string;
  beforeAll(async () => {
    agentDir = mkdtempSync(join(tmpdir(), 'latchkey-agents-'));
    web = await startWebForTest({ agentDir });
    dana = await danaSetsUp(web);
    const clientId = (await dana.post('/clients', { name: 'Bakery Brown' })).body.id;
    siteId = (await dana.post('/sites', { clientId, name: 'High Street' })).body.id;
  });
  afterAll(async () => {
    await web.close();
    rmSync(agentDir, { recursive: true, force: true });
  });

  const download = (file: string): Promise<Response> => fetch(`${web.url}/install/${file}`, { signal: AbortSignal.timeout(10_000) });

  it('are none before one was built, and the console is told so', async () => {
    expect(await dana.get(`/install-command?siteId=${siteId}&os=linux`)).toMatchObject({ status: 503, body: { code: 'API-UNAVAILABLE-01', os: 'linux' } });
  });

  it('are those of the manifest, with the hash that the command checks', async () => {
    writeFileSync(join(agentDir, 'latchkey-agent-linux-x64'), PROGRAM);
    writeFileSync(join(agentDir, 'secret.txt'), 'not for everybody');
    const file = 'latchkey-agent-linux-x64';
    const escape = { platform: 'linux-arm64', file: '../secret.txt', sha256: SHA256, size: 1 };
    writeFileSync(join(agentDir, 'manifest.json'), JSON.stringify({ files: [{ platform: 'linux-x64', file, sha256: SHA256, size: PROGRAM.length }, escape] }));
    const { body } = await dana.get(`/install-command?siteId=${siteId}&os=linux`);
    expect(body).toMatchObject({ os: 'linux', siteName: 'High Street', tokenPlaceholder: '{token}', builds: [{ file, sha256: SHA256 }] });
    expect(body.command).toContain(SHA256);
    expect(Buffer.from(await (await download(file)).arrayBuffer())).toEqual(PROGRAM);
    expect(await dana.get(`/install-command?siteId=${siteId}&os=windows`)).toMatchObject({ status: 503 });
  });

  it.each(['secret.txt', '..%2Fsecret.txt', '%2e%2e/secret.txt', 'manifest.json', 'latchkey-agent-linux-arm64'])('are not %s', async (file) => {
    expect((await download(file)).status).toBe(404);
  });

  it.each([`siteId=nowhere&os=linux`, `os=linux`, `siteId=00000000-0000-4000-8000-000000000000&os=beos`])('are not asked for by %s', async (query) => {
    expect(await dana.get(`/install-command?${query}`)).toMatchObject({ status: 400, body: { code: 'API-INPUT-03' } });
  });
});
