import type { Type } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import pino, { type Logger } from 'pino';
import type { WebConfig } from '../../src/platform/config/process-config.js';
import { type RunningWeb, startWeb } from '../../src/web.js';
import { openTestDatabase, type TestDatabase } from './test-database.js';

/** Process `web` on a free port with a database of its own. */
export interface WebUnderTest {
  readonly url: string;
  readonly database: TestDatabase;
  readonly metricsUrl: string | null;
  /** Goes on with other keys of accounts. */
  takeKeys: RunningWeb['takeKeys'];
  /** A part of the process by its class. */
  part<T>(token: Type<T>): T;
  close(): Promise<void>;
}

const PAGE =
  '<!doctype html><html><head><script type="module" nonce="__CSP_NONCE__" src="/assets/app.js"></script></head><body></body></html>';

export async function startWebForTest(choices: Partial<WebConfig> = {}, log: Logger = pino({ level: process.env['LATCHKEY_TEST_LOG'] ?? 'silent' })): Promise<WebUnderTest> {
  const database = await openTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-web-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), PAGE);
  writeFileSync(join(folder, 'join.html'), PAGE);
  writeFileSync(join(folder, 'help.js'), '"help";');
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
      accountsKey: randomBytes(32).toString('base64url'),
      olderAccountsKeys: [],
      webhookAllow: ['127.0.0.1'],
      networksFile: null,
      signOnAllow: [],
      guestDir: folder,
      relayHost: '127.0.0.1',
      turn: null,
      metricsPort: null,
      engine: null,
      ...choices,
    },
    log,
  ).catch(async (error: unknown) => {
    await tidy();
    throw error;
  });
  return {
    url: web.url,
    metricsUrl: web.metricsUrl,
    part: (token) => web.part(token),
    takeKeys: (keys) => web.takeKeys(keys),
    database,
    async close() {
      await web.close();
      await tidy();
    },
  };
}
