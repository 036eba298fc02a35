import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import type { WebConfig } from './platform/config/process-config.js';
import { serveConsole } from './platform/http/console-files.js';
import { fastifyAdapter, prepareServer } from './platform/http/fastify-server.js';
import { PinoNestLogger } from './platform/http/pino-nest-logger.js';
import { processLog } from './platform/http/process-log.js';
import { randomIds } from './platform/ids.js';
import { WebModule } from './web.module.js';

export interface RunningWeb {
  /** Where it really listens, also when the port was left to the system. */
  readonly url: string;
  /** Ends open connections and lets go of the database; safe to call while requests are under way, and twice. */
  close(): Promise<void>;
}

/** Starts process `web`; resolves when it listens. Stopping on signals is the caller's. */
export async function startWeb(config: WebConfig, log: Logger = processLog('web')): Promise<RunningWeb> {
  const app = await NestFactory.create<NestFastifyApplication>(
    WebModule.of(config),
    fastifyAdapter(config, log, randomIds),
    {
      logger: new PinoNestLogger(log),
      bodyParser: false,
      abortOnError: false,
    },
  );
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= app.close());
  try {
    const server = app.getHttpAdapter().getInstance();
    await prepareServer(server, config);
    await serveConsole(server, {
      dir: config.consoleDir,
      enginePage: config.engine?.pageUrl ?? null,
      newNonce: () => randomIds.secret(18).toString('base64url'),
    });
    await app.listen(config.port, config.host);
  } catch (error) {
    // A taken port must not leave connections behind that keep the process alive.
    await close();
    throw error;
  }
  return { url: await app.getUrl(), close };
}
