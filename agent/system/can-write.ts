import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a file can be written in this folder now. */
export function canWrite(folder: string): boolean {
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    writeFileSync(probe, '');
    rmSync(probe, { force: true });
    return true;
  } catch {
    return false;
  }
}
