import { chmodSync, constants, copyFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../../state/write-atomically.js';
import type { MeshFiles } from './hosting.js';

/** The MeshAgent finds its files by the name of its own: what lies beside `meshagent` is `meshagent.msh` and so on. */
export function meshPaths(folder: string, suffix = process.platform === 'win32' ? '.exe' : '') {
  const beside = (extension: string) => join(folder, `meshagent${extension}`);
  return {
    binary: beside(suffix),
    msh: beside('.msh'),
    tag: beside('.tag'),
    database: beside('.db'),
    output: beside('.out'),
  };
}

export type MeshPaths = ReturnType<typeof meshPaths>;

/** Puts a MeshAgent's files in place, each whole; the database, and with it the node identity, is left alone. */
export function placeMeshFiles(paths: MeshPaths, { artifact, msh, tag }: MeshFiles): void {
  writeAtomically(paths.msh, msh);
  writeAtomically(paths.tag, tag);
  const fresh = `${paths.binary}.new`;
  copyFileSync(artifact, fresh, constants.COPYFILE_FICLONE);
  chmodSync(fresh, 0o700);
  // A running program cannot be written to, but its name can be given to another file.
  renameSync(fresh, paths.binary);
}

/** Gives a MeshAgent that is not installed yet the identity of another one's database. */
export function placeIdentity(paths: MeshPaths, identity: string | undefined): void {
  if (identity === undefined) return;
  copyFileSync(identity, paths.database);
  chmodSync(paths.database, 0o600);
  rmSync(identity, { force: true });
}

/** Whether the settings file says exactly this; the vendor's installer may end its lines in another way. */
export function meshSettingsAre(paths: MeshPaths, msh: string): boolean {
  const lines = (text: string) => text.split(/\r?\n/).filter(Boolean).sort().join('\n');
  try {
    return lines(readFileSync(paths.msh, 'utf8')) === lines(msh);
  } catch {
    return false;
  }
}

export function meshFilesArePlaced(paths: MeshPaths): boolean {
  return existsSync(paths.binary) && existsSync(paths.msh);
}
