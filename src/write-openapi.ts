import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { writeFileSync } from 'node:fs';
import { openApiDocument } from './platform/http/openapi-document.js';
import { WebModule } from './web.module.js';

/** Describes the API from the built code; in Nest's preview nothing is constructed, so no database is needed. */
async function writeOpenApi(file: string): Promise<void> {
  const app = await NestFactory.create(
    WebModule.of({
      databaseUrl: 'postgres://nobody@localhost/none',
      host: '127.0.0.1',
      port: 0,
      publicUrl: 'http://localhost:8080',
      trustedProxy: null,
      tls: null,
      consoleDir: '.',
      agentDir: '.',
      separation: 'reduced',
      accountsKey: '',
      olderAccountsKeys: [],
      webhookAllow: [],
      networksFile: null,
      signOnAllow: [],
      guestDir: '/opt/latchkey/build/guest',
      relayHost: '127.0.0.1',
      turn: null,
      metricsPort: null,
      engine: null,
    }),
    new FastifyAdapter(),
    { preview: true, logger: ['error'], abortOnError: false },
  );
  writeFileSync(file, `${JSON.stringify(openApiDocument(app), null, 2)}\n`);
}

writeOpenApi(process.argv[2] ?? 'contracts/openapi.json').catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
