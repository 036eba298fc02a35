import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

let known: string | undefined;

/** The version of this program, from the nearest package.json of ours: from sources as well as from a build. */
export function ownVersion(): string {
  for (let folder = __dirname; known === undefined; folder = dirname(folder)) {
    try {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: string; version?: string };
      if (name === 'latchkey' && version) known = version;
    } catch {
      if (dirname(folder) === folder) known = 'unknown';
    }
  }
  return known;
}
