import { constants, copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A copy of a kept artifact for as long as it is used: installers look at the ending of a file's name, which artifacts have not. */
export async function withExtension(artifact: string, extension: string, folder: string, use: (file: string) => Promise<void>): Promise<void> {
  const staging = join(folder, 'staging');
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  const file = join(staging, `client.${extension}`);
  try {
    copyFileSync(artifact, file, constants.COPYFILE_FICLONE);
    await use(file);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}
