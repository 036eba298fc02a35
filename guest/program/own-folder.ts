import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Says to the window process which folder is its parent's. */
const VARIABLE = 'LATCHKEY_GUEST_FOLDER';
let folder = process.env[VARIABLE];

/** The one folder that this run writes into, native parts and the windows' caches alike: its own, unreadable to others, gone with it. */
export function ownFolder(): string {
  folder ??= mkdtempSync(join(tmpdir(), 'latchkey-guest-'));
  return folder;
}

/** What a window process needs to write nowhere else. */
export function windowsEnvironment(): NodeJS.ProcessEnv {
  const data = ownFolder();
  return { ...process.env, [VARIABLE]: data, XDG_CACHE_HOME: join(data, 'cache'), XDG_DATA_HOME: join(data, 'data'), WEBVIEW2_USER_DATA_FOLDER: join(data, 'webview2') };
}

/** Removes it; false where Windows still holds a loaded part. */
export function removeOwnFolder(): boolean {
  if (folder === undefined) return true;
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    return true;
  } catch {
    return false;
  }
}
