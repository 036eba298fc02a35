// Programs that npm cannot bring: installed with apt when we may, named when we may not.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { attempt, run, say, step } from './steps.mjs';

/** What to look for, and the package that brings it. */
export const CHROMIUM = { package: 'chromium', programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'] };

/** A guest's computer to try the guest client on: a screen, a window manager, a panel, a terminal, and what windows are drawn with. */
export const GUEST_DESKTOP = [
  { package: 'xvfb', programs: ['Xvfb'] },
  { package: 'openbox', programs: ['openbox'] },
  { package: 'trayer', programs: ['trayer'] },
  { package: 'xterm', programs: ['xterm'] },
  { package: 'xdotool', programs: ['xdotool'] },
  { package: 'xclip', programs: ['xclip'] },
  { package: 'imagemagick', programs: ['import'] },
  { package: 'dbus-daemon', programs: ['dbus-daemon'] },
  { package: 'fonts-dejavu-core', programs: ['/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'] },
  { package: 'libwebkit2gtk-4.1-0', programs: ['/usr/lib/x86_64-linux-gnu/libwebkit2gtk-4.1.so.0'] },
  { package: 'libayatana-appindicator3-1', programs: ['/usr/lib/x86_64-linux-gnu/libayatana-appindicator3.so.1'] },
];

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

/** A name is looked for where programs are, a path where it says. */
function isOnPath(program) {
  if (program.startsWith('/')) return existsSync(program);
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, program)));
}
