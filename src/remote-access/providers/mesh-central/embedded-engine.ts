import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adoptAgentCertificate, ensureAgentCertificate, type AgentListenerTls } from './agent-certificate.js';
import { collectOutput, runEngineCommand, spawnEngine, type EngineCommand } from './engine-child.js';
import {
  ENGINE_DOMAIN,
  SERVICE_ACCOUNT,
  engineConfiguration,
  ensureEngineKeys,
  firstAccounts,
} from './engine-configuration.js';
import { EngineFiles, type EngineOwner } from './engine-files.js';
import { ensureEnginePort } from './engine-port.js';
import { awaitPredecessor } from './engine-predecessor.js';

export interface EmbeddedEngineOptions extends EngineOwner {
  /** The folder with the engine's own `node_modules`. */
  readonly engineDir: string;
  /** The engine's own data folder; made when missing. */
  readonly dataDir: string;
  /** Where remote agents reach the agent listener. */
  readonly agentUrl: { readonly host: string; readonly port: number };
  /** The agent listener's certificate, when the operator has configured one; else it is self-made and kept. */
  readonly agentTls?: AgentListenerTls;
  /** Longest launch in minutes that the engine grants; default 8 hours. */
  readonly longestShareMinutes?: number;
  readonly log: (line: string) => void;
  /** Called once when the engine ends without having been asked to. */
  /** Ends a start that has not come to its end; what runs by then is ended by `stop`. */
  readonly signal?: AbortSignal;
  readonly onExit: (exit: { code: number | null; signal: NodeJS.Signals | null; lastWords: string }) => void;
}

export interface EmbeddedEngine {
  /** Plain HTTP on loopback; only our listeners and core's control connection go there. */
  readonly port: number;
  readonly version: string;
  readonly pid: number;
  readonly startedAt: Date;
  /** Full id of the account that core acts as. */
  readonly serviceUser: string;
  /** The engine's master credential, hex: for core alone. */
  readonly loginCookieKey: string;
  readonly agentTls: AgentListenerTls;
  /** Where that pair lies; the key is readable by the launcher's account only. */
  readonly agentCertFile: string;
  readonly agentKeyFile: string;
  /** Whether the engine answers, now. */
  healthy(): Promise<boolean>;
  /** Asks the engine to end, and insists after five seconds. */
  stop(): Promise<void>;
}

const READY = /MeshCentral HTTPS? server running on/;
const READY_WITHIN_MS = 60_000;

/** Starts the engine and resolves when it answers; rejects with its last words when it does not come up. */
export async function startEmbeddedEngine(options: EmbeddedEngineOptions): Promise<EmbeddedEngine> {
  const owner = { uid: options.uid, gid: options.gid };
  const files = new EngineFiles(options.dataDir, owner);
  const dataPath = files.path('server');
  await awaitPredecessor(files, dataPath);

  const keys = ensureEngineKeys(files);
  const port = await ensureEnginePort(files);
  const agentTls = options.agentTls
    ? adoptAgentCertificate(files, options.agentTls)
    : await ensureAgentCertificate(files, options.agentUrl.host);
  const agentCertFile = files.path('agent-listener.crt');
  const configuration = engineConfiguration({
    port,
    keys,
    agentCertificateFile: agentCertFile,
    agentPort: options.agentUrl.port,
    longestShareMinutes: options.longestShareMinutes ?? 480,
  });
  const text = JSON.stringify(configuration, null, 2);
  const command = { engineDir: options.engineDir, filesPath: files.makeFolder('files'), owner };
  if (!files.exists('server')) await prepareDataFolder(files, text, command);
  files.write('server/config.json', text);

  options.signal?.throwIfAborted();
  const child = spawnEngine({ ...command, dataPath, arguments: [] });
  if (child.pid === undefined) throw new Error(await spawnFailure(child));
  files.write('engine.pid', String(child.pid));

  let stopping = false;
  let ended = false;
  let ready: () => void = () => undefined;
  const lastWords = collectOutput(child, (line) => {
    if (line.trim() !== '') options.log(line);
    if (READY.test(line)) ready();
  });
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('close', (code, signal) => {
      ended = true;
      resolve({ code, signal });
    }),
  );
  const stop = async () => {
    stopping = true;
    if (ended) return;
    child.kill('SIGINT');
    const insist = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await exited;
    clearTimeout(insist);
  };

  const quit = () => child.kill('SIGKILL');
  options.signal?.addEventListener('abort', quit);
  await new Promise<void>((resolve, reject) => {
    const giveUp = setTimeout(
      () => void stop().then(() => reject(notUp('did not answer in time', lastWords()))),
      READY_WITHIN_MS,
    );
    ready = () => {
      clearTimeout(giveUp);
      resolve();
    };
    void exited.then(({ code, signal }) => {
      clearTimeout(giveUp);
      reject(notUp(`ended with ${signal ?? code}`, lastWords()));
    });
  }).finally(() => options.signal?.removeEventListener('abort', quit));
  void exited.then(({ code, signal }) => {
    if (!stopping) options.onExit({ code, signal, lastWords: lastWords().slice(-1000) });
  });

  return {
    port,
    version: engineVersion(options.engineDir),
    pid: child.pid,
    startedAt: new Date(),
    serviceUser: `user/${ENGINE_DOMAIN}/${SERVICE_ACCOUNT}`,
    loginCookieKey: keys.loginCookieKey,
    agentTls,
    agentCertFile,
    agentKeyFile: files.path('agent-listener.key'),
    healthy: () => answers(port),
    stop,
  };
}

/** The version of the engine that is installed in a folder. */
export function engineVersion(engineDir: string): string {
  const manifest = readFileSync(join(engineDir, 'node_modules', 'meshcentral', 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** Makes the data folder with its accounts under another name and then moves it: it exists whole or not at all. */
async function prepareDataFolder(
  files: EngineFiles,
  configuration: string,
  command: Omit<EngineCommand, 'dataPath' | 'arguments'>,
) {
  files.remove('server.new');
  const dataPath = files.makeFolder('server.new');
  files.write('server.new/config.json', configuration);
  files.write('server.new/accounts.json', JSON.stringify(firstAccounts(new Date())));
  const accounts = files.path('server.new', 'accounts.json');
  await runEngineCommand({ ...command, dataPath, arguments: ['--dbimport', accounts] }, /Imported 3 objects/);
  files.remove('server.new/accounts.json');
  files.rename('server.new', 'server');
}

async function answers(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health.ashx`, {
      signal: AbortSignal.timeout(3_000),
      redirect: 'error',
    });
    return answer.status === 200;
  } catch {
    return false;
  }
}

function spawnFailure(child: NodeJS.EventEmitter): Promise<string> {
  return new Promise((resolve) =>
    child.once('error', (error: Error) => resolve(`The engine cannot be started: ${error.message}`)),
  );
}

function notUp(what: string, lastWords: string): Error {
  return new Error(`The engine ${what}: ${lastWords.trim().slice(-1000)}`);
}
