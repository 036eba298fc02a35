import { existsSync } from 'node:fs';

/** Whether this device is run by systemd, and by us as root. */
export function hasSystemd(): boolean {
  return existsSync('/run/systemd/system') && process.getuid?.() === 0;
}
