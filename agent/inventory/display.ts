import { accessSync, constants, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';

const X_SOCKETS = '/tmp/.X11-unix';
const X_PATIENCE_MS = 500;
const DIALOG_PROGRAMS = ['zenity', 'kdialog'];

/**
 * Whether there is a screen to share: an X server that answers on its socket, not merely a socket that one left
 * behind. Windows and macOS always have one.
 */
export async function hasLiveDisplay(sockets = X_SOCKETS): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const answers = await Promise.all(displaySockets(sockets).map(answersAt));
  return answers.includes(true);
}

/** The program that can put a consent question on a Linux screen; on other systems the remote agent has its own. */
export function dialogProgram(path = process.env['PATH'] ?? ''): string | undefined {
  if (process.platform !== 'linux') return 'built-in';
  for (const folder of path.split(delimiter)) {
    const found = DIALOG_PROGRAMS.map((name) => join(folder, name)).find(isExecutable);
    if (found) return found;
  }
  return undefined;
}

function displaySockets(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^X\d+$/.test(name))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function answersAt(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const answer = (alive: boolean) => {
      socket.destroy();
      resolve(alive);
    };
    socket.setTimeout(X_PATIENCE_MS, () => answer(false));
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
