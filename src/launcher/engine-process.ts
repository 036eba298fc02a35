import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LauncherConfig } from '../platform/config/launcher-config.js';
import { EMBEDDED_PRODUCT, startEmbeddedEngine, type EmbeddedEngine } from '../remote-access/embedded-engine.js';
import type { LogBook } from './log-book.js';
import type { ProcessAccount } from './process-accounts.js';
import type { Running } from './supervised.js';

/** The running engine, in the form that supervision wants. */
export interface EngineProcess extends Running {
  readonly engine: EmbeddedEngine;
}

export interface EngineProcessOptions {
  readonly config: LauncherConfig;
  readonly engineDir: string;
  readonly dataDir: string;
  readonly agentUrl: { readonly host: string; readonly port: number };
  readonly account?: ProcessAccount;
  readonly logs: LogBook;
  readonly signal: AbortSignal;
}

/** Starts the embedded engine; rejects with its last words when it does not come up. */
export async function startEngineProcess(options: EngineProcessOptions): Promise<EngineProcess> {
  const { tls } = options.config;
  let tellEnd: (sentence: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => (tellEnd = resolve));
  const engine = await startEmbeddedEngine({
    engineDir: options.engineDir,
    dataDir: join(options.dataDir, 'engine'),
    agentUrl: options.agentUrl,
    ...(tls ? { agentTls: { cert: readFileSync(tls.certFile, 'utf8'), key: readFileSync(tls.keyFile, 'utf8') } } : {}),
    ...options.account,
    signal: options.signal,
    log: (line) => options.logs.take('engine', line),
    onExit: ({ code, signal }) => tellEnd(`${EMBEDDED_PRODUCT.title} ended with ${signal ?? `code ${code}`}`),
  });
  return {
    engine,
    pid: engine.pid,
    ended,
    async stop(withinMs) {
      // The engine's own patience is longer than what an orderly end of everything leaves it.
      const insist = setTimeout(() => kill(engine.pid), withinMs);
      await Promise.race([engine.stop(), sleep(withinMs + 500)]);
      clearTimeout(insist);
      tellEnd(`${EMBEDDED_PRODUCT.title} was stopped`);
    },
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
