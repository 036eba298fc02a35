import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { AccountsKeyRotation } from './accounts/index.js';
import type { WebConfig } from './platform/config/process-config.js';
import { serveConsole } from './platform/http/console-files.js';
import { fastifyAdapter, prepareServer } from './platform/http/fastify-server.js';
import { PinoNestLogger } from './platform/http/pino-nest-logger.js';
import { processLog } from './platform/http/process-log.js';
import { randomIds } from './platform/ids.js';
import { listenForMetrics, type MetricsListener } from './platform/metrics/metrics-listener.js';
import { measureWeb } from './web-metrics.js';
import { WebModule } from './web.module.js';

export interface RunningWeb {
  /** Where it really listens, also when the port was left to the system. */
  readonly url: string;
  /** Where its metrics are read on this machine; null where nobody wants them. */
  readonly metricsUrl: string | null;
  /** A part of the running process by its class, for who wants it to do now what it does now and then. */
  part<T>(token: Type<T>): T;
  /** Goes on with other keys: the newest seals, all of them open. Resolves after a first pass of sealing anew. */
  takeKeys(keys: readonly [Buffer, ...Buffer[]]): Promise<void>;
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
  let metrics: MetricsListener | undefined;
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= Promise.all([metrics?.close(), app.close()]).then(() => undefined));
  try {
    const server = app.getHttpAdapter().getInstance();
    await prepareServer(server, config);
    const openMetrics = config.metricsPort === null ? null : metricsOf(app, config.metricsPort);
    await serveConsole(server, {
      dir: config.consoleDir,
      enginePage: config.engine?.pageUrl ?? null,
      newNonce: () => randomIds.secret(18).toString('base64url'),
    });
    await app.listen(config.port, config.host);
    metrics = await openMetrics?.();
  } catch (error) {
    // A taken port must not leave connections behind that keep the process alive.
    await close();
    throw error;
  }
  return { url: await app.getUrl(), metricsUrl: metrics?.url ?? null, close, part: (token) => app.get(token), takeKeys: ([newest, ...older]) => app.get(AccountsKeyRotation).take(newest, older) };
}

/** Measures from now on; what it answers opens the listener. */
function metricsOf(app: NestFastifyApplication, port: number): () => Promise<MetricsListener> {
  const read = measureWeb(app);
  return () => listenForMetrics(read, port);
}
