import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { EngineOwner } from './engine-files.js';

export interface EngineCommand {
  readonly engineDir: string;
  readonly dataPath: string;
  readonly filesPath: string;
  readonly owner: EngineOwner;
  readonly arguments: readonly string[];
}

/**
 * Starts the engine's program. It must never install anything by itself, so its package client is `/bin/false`, and it
 * gets no proxy settings, which would make it want one more package. Its stdin is our pipe: when we die, so does it.
 */
export function spawnEngine(command: EngineCommand): ChildProcess {
  const program = join(command.engineDir, 'node_modules', 'meshcentral', 'meshcentral.js');
  const { uid, gid } = command.owner;
  return spawn(
    process.execPath,
    [
      '--disable-proto=delete',
      program,
      '--datapath',
      command.dataPath,
      '--filespath',
      command.filesPath,
      '--npmpath',
      '/bin/false',
      '--launch',
      String(process.pid),
      ...command.arguments,
    ],
    {
      cwd: command.dataPath,
      env: engineEnvironment(process.env),
      stdio: ['pipe', 'pipe', 'pipe'],
      // Its own process group: Ctrl-C in a terminal reaches the launcher, which stops the engine last.
      detached: process.platform !== 'win32',
      ...(uid !== undefined && gid !== undefined ? { uid, gid } : {}),
    },
  );
}

/** What the engine inherits: the path, language and temporary folder, and nothing that could hold a secret or a proxy. */
export function engineEnvironment(from: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = ['PATH', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'HOME'];
  const environment: NodeJS.ProcessEnv = { NODE_ENV: 'production' };
  for (const name of kept) if (from[name] !== undefined) environment[name] = from[name];
  return environment;
}

/** Runs one of the engine's own commands to its end; rejects with its last words when it fails or hangs. */
export async function runEngineCommand(command: EngineCommand, expected: RegExp, timeoutMs = 30_000): Promise<void> {
  const child = spawnEngine(command);
  const said = collectOutput(child);
  const code = await new Promise<number | null>((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.once('error', reject);
    child.once('close', (exit) => {
      clearTimeout(timer);
      resolve(exit);
    });
  });
  if (!expected.test(said()))
    throw new Error(`The engine refused ${command.arguments[0]} (exit ${code}): ${said().slice(-500)}`);
}

/** Remembers the last 8 KB a child has said. */
export function collectOutput(child: ChildProcess, each?: (line: string) => void): () => string {
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    let partial = '';
    stream?.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-8192);
      const lines = (partial + text).split(/\r?\n/);
      partial = lines.pop()!.slice(-4096);
      for (const line of lines) each?.(line);
    });
  }
  return () => tail;
}
