import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import pino from 'pino';
import type { WebConfig } from '../../src/platform/config/process-config.js';
import { startWeb } from '../../src/web.js';
import { openTestDatabase, type TestDatabase } from './test-database.js';

/** Process `web` on a free port with a database of its own. */
export interface WebUnderTest {
  readonly url: string;
  readonly database: TestDatabase;
  close(): Promise<void>;
}

const PAGE =
  '<!doctype html><html><head><script type="module" nonce="__CSP_NONCE__" src="/assets/app.js"></script></head><body></body></html>';

export async function startWebForTest(choices: Partial<WebConfig> = {}): Promise<WebUnderTest> {
  const database = await openTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-web-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), PAGE);
  writeFileSync(join(folder, 'assets', 'app.js'), 'export {};');
  writeFileSync(join(folder, 'assets', 'app.js.gz'), gzipSync('export {};'));
  const tidy = async (): Promise<void> => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const web = await startWeb(
    {
      databaseUrl: database.webUrl,
      host: '127.0.0.1',
      port: 0,
      publicUrl: 'http://localhost:8080',
      trustedProxy: null,
      tls: null,
      consoleDir: folder,
      agentDir: folder,
      separation: 'reduced',
      engine: null,
      ...choices,
    },
    pino({ level: process.env['LATCHKEY_TEST_LOG'] ?? 'silent' }),
  ).catch(async (error: unknown) => {
    await tidy();
    throw error;
  });
  return {
    url: web.url,
    database,
    async close() {
      await web.close();
      await tidy();
    },
  };
}
