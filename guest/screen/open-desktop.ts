import type { Desktop } from './desktop.js';
import { openWindowsDesktop } from './windows/open-windows-desktop.js';
import { openX11Desktop } from './x11/open-x11-desktop.js';

/** Why the screen of this computer cannot be shared; said to the guest and the host alike. */
export class NoDesktop extends Error {}

/** Opens the desktop of this computer. Under Wayland an X connection sees the windows of old programs only, so it is refused. */
export async function openDesktop(lost: (error: Error) => void): Promise<Desktop> {
  if (process.platform === 'win32') return openWindowsDesktop();
  if (process.env['WAYLAND_DISPLAY'] || process.env['XDG_SESSION_TYPE'] === 'wayland') {
    throw new NoDesktop('this desktop runs on Wayland, where a program may not see the screen; share it from the browser instead');
  }
  if (!process.env['DISPLAY']) throw new NoDesktop('there is no screen here: DISPLAY is not set');
  return openX11Desktop(lost);
}
