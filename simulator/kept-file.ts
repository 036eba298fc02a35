import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** What was kept in a file that only we can read; null before the first time. */
export function readKept<T>(path: string): T | null {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : null;
}

/** Keeps it there, whole or not at all. */
export function writeKept(path: string, content: unknown): void {
  const fresh = `${path}.new`;
  writeFileSync(fresh, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(fresh, path);
}
