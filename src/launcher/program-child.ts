import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogBook, LogSource } from './log-book.js';
import type { ProcessAccount } from './process-accounts.js';
import type { Running } from './supervised.js';

export interface ProgramChildOptions {
  readonly role: Extract<LogSource, 'web' | 'core'>;
  /** The compiled main file. */
  readonly program: string;
  readonly workingDir: string;
  /** Configuration and secrets: by environment, because arguments are visible to the whole machine. */
  readonly environment: Readonly<Record<string, string>>;
  readonly account?: ProcessAccount;
  readonly logs: LogBook;
}

/** What a child inherits beside its configuration. */
const INHERITED = ['PATH', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'LATCHKEY_LOG_LEVEL'];

/** A running web or core. */
export interface ProgramChild extends Running {
  /** Writes it a line; what has ended does not hear of it. */
  tell(line: string): void;
}

/** Starts web or core of this program. Its stdin is a pipe on which it hears of other keys: when we die, it reads the end and goes. */
export function startProgramChild(options: ProgramChildOptions): Promise<ProgramChild> {
  const inherited = Object.fromEntries(INHERITED.map((name) => [name, process.env[name]]).filter(([, value]) => value !== undefined));
  const child = spawn(process.execPath, [options.program, options.role], {
    cwd: options.workingDir,
    env: { ...inherited, NODE_ENV: 'production', ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    // Its own process group: Ctrl-C reaches us, and we stop things in order.
    detached: true,
    ...(options.account ?? {}),
  });
  child.stdin.on('error', () => undefined);
  const lastLine = { text: '' };
  const take = options.logs.liner(options.role);
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  child.stderr.on('data', (chunk: Buffer) => (lastLine.text = chunk.toString().trim().split('\n').find((line) => line.includes('Error')) ?? lastLine.text));
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`${options.role} could not be started: ${error.message}`));
    child.once('close', (code, signal) => resolve(`${options.role} ended with ${signal ?? `code ${code}`}${lastLine.text ? ` (${lastLine.text.slice(0, 300)})` : ''}`));
  });
  if (child.pid === undefined) return ended.then((sentence) => Promise.reject(new Error(sentence)));
  return Promise.resolve({
    pid: child.pid,
    ended,
    tell: (line) => void (child.stdin.writable && child.stdin.write(`${line}\n`)),
    async stop(withinMs: number) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const isOver = await Promise.race([ended.then(() => true), sleep(withinMs, false)]);
      if (!isOver) child.kill('SIGKILL');
      await ended;
    },
  });
}
