import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readClientFileName } from '../../contracts/guest-protocol.js';
import { ownFolder, removeOwnFolder } from './own-folder.js';

/**
 * What an Exit takes along: the folder of this run, and the program itself where its name carries a (spent) code, that is, where a browser
 * downloaded it for this session. A copy that somebody has given another name is theirs and stays.
 */
export function leaveNothing(program = process.execPath): void {
  const isDownload = readClientFileName(basename(program)) !== null;
  if (process.platform === 'win32') return afterwards(isDownload ? program : null);
  removeOwnFolder();
  if (isDownload) rmSync(program, { force: true });
}

/** Windows deletes nothing that runs, so the command interpreter does once it does not: no file that is not named here, no wildcard. */
function afterwards(program: string | null): void {
  const system = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32');
  const quoted = (path: string) => `"${path.replaceAll('%', '^%')}"`;
  const steps = ['ping -n 3 127.0.0.1 >nul', `rmdir /s /q ${quoted(ownFolder())}`, ...(program === null ? [] : [`del /f /q ${quoted(program)}`])];
  const helper = spawn(join(system, 'cmd.exe'), ['/d', '/s', '/c', `"${steps.join(' & ')}"`], { detached: true, stdio: 'ignore', windowsHide: true, windowsVerbatimArguments: true, cwd: system });
  helper.on('error', () => removeOwnFolder());
  helper.unref();
}
