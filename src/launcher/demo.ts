import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Announcement } from './announcement.js';
import type { LogBook } from './log-book.js';
import { setTimeout as sleep } from 'node:timers/promises';

/** Runs the demonstration beside a ready server: it seeds a persona over the API and keeps one real endpoint agent running. */
export function startDemo(projectDir: string, announcement: Announcement, logs: LogBook, show: (line: string) => void): { stop(withinMs: number): Promise<void> } {
  const program = join(projectDir, 'dist', 'demo', 'run-demo.js');
  if (!existsSync(program)) throw new Error(`${program} is missing; run "npm run build".`);
  const child = spawn(process.execPath, ['--enable-source-maps', program], {
    cwd: projectDir,
    env: { ...process.env, LATCHKEY_URL: announcement.url, LATCHKEY_DATA_DIR: announcement.dataDir },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  child.stdin.on('error', () => undefined);
  // The code by pipe, which then stays open: its end tells the demonstration that we are gone.
  child.stdin.write(`${announcement.claimCode ?? ''}\n`);
  // Shown and never kept: among what it tells people is a password.
  createInterface({ input: child.stdout }).on('line', show);
  child.stderr.on('data', logs.liner('demo'));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.once('error', (error) => logs.say('error', `The demonstration could not be started: ${error.message}`));
  child.once('exit', (code) => code && logs.say('error', `The demonstration ended with code ${code}; see demo.log.`));
  return {
    async stop(withinMs) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      if (await Promise.race([ended.then(() => false), sleep(withinMs, true)])) child.kill('SIGKILL');
    },
  };
}
