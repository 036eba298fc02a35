import { join } from 'node:path';
import { readLauncherConfig } from '../platform/config/launcher-config.js';
import { readyLine, readyWords, type Announcement } from './announcement.js';
import { DataFolder } from './data-folder.js';
import { startDemo } from './demo.js';
import { judgeEngineVersion, refuseUnknownFloors } from './engine-floor-rule.js';
import { FolderLock } from './folder-lock.js';
import { Installation } from './installation.js';
import { engineVersion } from '../remote-access/embedded-engine.js';
import { LogBook } from './log-book.js';
import { awaitReadiness } from './readiness.js';
import { StopList } from './stop-list.js';

export interface LaunchOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly demo: boolean;
  /** Standard output is for programs: one line of JSON when ready, people read standard error. */
  readonly json: boolean;
  /** The root of the checkout or package: where engine/, console/ and build/ lie. */
  readonly projectDir: string;
  /** The compiled main file, which web and core run too. */
  readonly program: string;
}

/** A launcher at work. */
export interface Launch {
  /** Resolves when everything answers; rejects when it cannot, with everything stopped again. */
  readonly ready: Promise<Announcement>;
  /** Ends everything in order: web, core, the engine, PostgreSQL; within ten seconds. */
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 90_000;

/** Starts one installation: database, engine, core and web, each supervised; says what it does and when it is ready. */
export function launch(options: LaunchOptions): Launch {
  const stops = new StopList();
  const show = (line: string): void => void (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  const ready = start(options, stops, show).catch(async (error: unknown) => {
    await stops.stopAll(() => undefined);
    throw error;
  });
  return { ready, stop: () => stops.stopAll((name, error) => show(`error: ${name} could not be stopped: ${(error as Error).message}`)) };
}

async function start(options: LaunchOptions, stops: StopList, show: (line: string) => void): Promise<Announcement> {
  const config = readLauncherConfig(options.env);
  refuseUnknownFloors(config);
  const engineDir = join(options.projectDir, 'engine');
  const version = config.engine ? engineVersion(engineDir) : null;
  const warning = version === null ? null : judgeEngineVersion(config, version);
  const data = DataFolder.prepare(config.dataDir);
  const lock = await FolderLock.acquire(config.dataDir);
  await stops.add('the lock', () => lock.release());
  stops.whenStopping(() => lock.markStopping());
  const logs = new LogBook(join(config.dataDir, 'logs'), show);
  await stops.add('the logs', () => logs.close());
  if (warning !== null) logs.say('warn', warning);

  const installation = new Installation({ config, data, logs, engineDir, ...options }, stops);
  const { port, publicUrl, claimCode } = await installation.start();
  await awaitReadiness({ host: config.host, port, isTls: config.tls !== null }, READY_WITHIN_MS, () => stops.goOn());
  const announcement = { url: publicUrl, claimCode, dataDir: config.dataDir };
  // Only here, never into a log: whoever can read this terminal may become the first administrator.
  if (options.json) process.stdout.write(`${readyLine(announcement)}\n`);
  else show(readyWords(announcement));
  if (options.demo) {
    const demo = startDemo(options.projectDir, announcement, logs, show);
    await stops.add('the demonstration', () => demo.stop(4_000));
  }
  return announcement;
}

