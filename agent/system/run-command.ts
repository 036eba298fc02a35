import { execFile } from 'node:child_process';

export interface CommandResult {
  /** The exit code; null where the command could not be started or did not end in time. */
  readonly exitCode: number | null;
  /** Standard output and error, in that order, cut to what fits a report. */
  readonly output: string;
}

/** Runs one program with arguments, never a shell. Resolves whatever happens: how it ended is the answer. */
export type RunCommand = (
  command: string,
  args: readonly string[],
  options?: { readonly cwd?: string; readonly timeoutMs?: number },
) => Promise<CommandResult>;

const DEFAULT_TIMEOUT_MS = 60_000;
const LONGEST_OUTPUT = 64 * 1024;

export const runCommand: RunCommand = (command, args, { cwd, timeoutMs = DEFAULT_TIMEOUT_MS } = {}) =>
  new Promise((resolve) => {
    const options = {
      cwd,
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: LONGEST_OUTPUT,
      windowsHide: true,
    } as const;
    execFile(command, [...args], options, (error, stdout, stderr) => {
      const exitCode = error ? (typeof error.code === 'number' ? error.code : null) : 0;
      const why = error && exitCode === null ? error.message : '';
      resolve({ exitCode, output: [stdout, stderr, why].filter(Boolean).join('\n') });
    });
  });
