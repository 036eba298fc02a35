// Programs that npm cannot bring: installed with apt when we may, named when we may not.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { attempt, run, say, step } from './steps.mjs';

/** What to look for, and the package that brings it. */
export const CHROMIUM = { package: 'chromium', programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'] };

/** Installs what is missing on a Debian where we are root; elsewhere says what is missing and goes on. */
export async function ensureDebianPackages(wanted) {
  const missing = wanted.filter(({ programs }) => !programs.some(isOnPath)).map((entry) => entry.package);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
    say(`! not installed here: ${missing.join(', ')}. What needs it will say so.`);
    return;
  }
  await step(`installing ${missing.join(', ')}`, async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const install = ['install', '-y', '--no-install-recommends', ...missing];
    // The package lists of a fresh image are empty; refreshing them otherwise only costs time.
    if ((await attempt('apt-get', install, { env })).code === 0) return;
    await run('apt-get', ['update'], { env });
    await run('apt-get', install, { env });
  });
}

function isOnPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, program)));
}
