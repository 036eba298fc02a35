import { existsSync } from 'node:fs';
import type { RunCommand } from '../system/run-command.js';

export interface Logons {
  /** Who was seen logged on last, at the screen first. */
  readonly lastUser: string | null;
  /** Sessions at the device's own screen. */
  readonly interactiveSessions: number;
}

interface Logon {
  readonly user: string;
  readonly local: boolean;
}

/** Who is logged on now; what cannot be found out counts as nobody. */
export async function logons(run: RunCommand): Promise<Logons> {
  if (process.platform === 'win32') return summary(parseQueryUser((await run('quser.exe', [])).output));
  if (existsSync('/run/systemd/system')) {
    const { exitCode, output } = await run('loginctl', ['list-sessions', '--no-legend', '--no-pager']);
    if (exitCode === 0) return summary(parseLoginctl(output));
  }
  return summary(parseWho((await run('who', [])).output));
}

/** `loginctl list-sessions`: session, uid, user, seat, tty. Only a session at a seat is at the device's own screen. */
export function parseLoginctl(output: string): Logon[] {
  return rows(output).flatMap(([, , user, seat = '']) =>
    user && !isGreeter(user) ? [{ user, local: seat.startsWith('seat') }] : [],
  );
}

/** `who`: user, line, time. Local lines are displays (`:0`), the console and virtual terminals. */
export function parseWho(output: string): Logon[] {
  return rows(output).flatMap(([user, line = '']) =>
    user ? [{ user, local: /^(:\d+|tty\d+|console|seat\d+)$/.test(line) }] : [],
  );
}

/** `quser`: the column of the session name reads `console` at the device's own screen. */
export function parseQueryUser(output: string): Logon[] {
  return rows(output)
    .filter(([first]) => first?.toUpperCase() !== 'USERNAME')
    .flatMap(([user, line = '']) => (user ? [{ user: user.replace(/^>/, ''), local: line === 'console' }] : []));
}

function summary(all: readonly Logon[]): Logons {
  const local = all.filter((logon) => logon.local);
  return { lastUser: (local[0] ?? all[0])?.user ?? null, interactiveSessions: local.length };
}

function isGreeter(user: string): boolean {
  return user === 'gdm' || user === 'lightdm' || user === 'sddm';
}

function rows(output: string): string[][] {
  return output
    .split('\n')
    .map((row) => row.trim())
    .filter(Boolean)
    .map((row) => row.split(/\s+/));
}
