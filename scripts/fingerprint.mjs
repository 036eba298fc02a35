// Whether something made from files is still what those files say; cheap enough to ask at every start.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A hash over the content of files and, below folders, of every file whose name passes. */
export function fingerprint(paths, passes = () => true) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => filesBelow(path, passes)).sort()) {
    hash.update(`${file}\0`).update(createHash('sha256').update(readFileSync(file)).digest());
  }
  return hash.digest('hex');
}

/** The mark that the last making left; null when there is none. */
export function markIn(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}

export function leaveMark(file, mark) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${mark}\n`);
}

function filesBelow(path, passes) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return [];
  if (found.isFile()) return [path];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name.startsWith('.')) return [];
    const child = join(path, entry.name);
    if (entry.isDirectory()) return filesBelow(child, passes);
    return passes(child) ? [child] : [];
  });
}
