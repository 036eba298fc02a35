import { readFileSync, rmSync } from 'node:fs';
import type { RunCommand } from './run-command.js';
import { type InstallerExit, readInstallerExit } from './windows-installer-exit.js';

/** An installation that has not ended after this long is not waited for any more; the catalogue's deadline of the step. */
const PATIENCE_MS = 15 * 60_000;
const LOG_TAIL = 2000;
/** Installer messages that name the cause better than the exit code does; they stand in the log only. */
const MESSAGES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:Error|Info) 1706\b/, 'RA-MSI-09'],
  [/\b(?:Error|Info) 1925\b/, 'RA-MSI-14'],
];

/** How an installation ended, with the tail of its log where it failed. */
export type InstallerResult = InstallerExit & { readonly exitCode: number | null; readonly detail: string };

/** Installs a package silently, never restarting the device. `properties` are public installer properties; values are not logged by us. */
export function installPackage(run: RunCommand, msi: string, logFile: string, properties: Readonly<Record<string, string>> = {}): Promise<InstallerResult> {
  return msiexec(run, ['/i', msi, '/qn', '/norestart', '/l*v', logFile, ...Object.entries(properties).map(([name, value]) => `${name}=${value}`)], logFile);
}

/** Removes a product by its product code, `{GUID}`. */
export function removeProduct(run: RunCommand, productCode: string, logFile: string): Promise<InstallerResult> {
  return msiexec(run, ['/x', productCode, '/qn', '/norestart', '/l*v', logFile], logFile);
}

async function msiexec(run: RunCommand, args: readonly string[], logFile: string): Promise<InstallerResult> {
  const { exitCode } = await run('msiexec.exe', args, { timeoutMs: PATIENCE_MS });
  const exit = readInstallerExit(exitCode);
  const log = readLog(logFile);
  rmSync(logFile, { force: true });
  if ('done' in exit) return { ...exit, exitCode, detail: '' };
  const named = MESSAGES.find(([message]) => message.test(log))?.[1];
  return { errorCode: named ?? exit.errorCode, exitCode, detail: `msiexec ended with ${exitCode ?? 'no exit code'}. ${log.slice(-LOG_TAIL)}`.trim() };
}

/** Windows writes the log as UTF-16 with a byte order mark; anything else is read as it is. */
function readLog(file: string): string {
  try {
    const bytes = readFileSync(file);
    return bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString('utf16le', 2) : bytes.toString('utf8');
  } catch {
    return '';
  }
}
