import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEY_RINGS, type KeyRing, keysIn } from '../../contracts/key-ring.js';
import { looksDrawn } from '../platform/sealing/sealing-key.js';
import type { ProcessAccount } from './process-accounts.js';

/** Names that tell a data folder of ours from a folder that was named by mistake. */
const OURS = ['secrets', 'launcher.lock', 'postgres', 'logs', 'postgres-lives-elsewhere.txt'];

const KEY_BYTES = 32;

/** The folder of one installation: everything in it is private, each part to the account that needs it. */
export class DataFolder {
  private constructor(readonly path: string) {}

  /** Makes the folder; throws when it holds things that are not ours, for its rights are about to be changed. */
  static prepare(path: string): DataFolder {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const found = readdirSync(path).filter((name) => name !== 'lost+found');
    if (found.length > 0 && !found.some((name) => OURS.includes(name))) {
      throw new Error(`${path} holds other things (${found.slice(0, 3).join(', ')}); set LATCHKEY_DATA_DIR to an empty folder.`);
    }
    const folder = new DataFolder(path);
    // As root, children run under other accounts and must pass through; they may not look around.
    chmodSync(path, process.getuid?.() === 0 ? 0o711 : 0o700);
    folder.makePrivate('secrets');
    folder.makePrivate('logs');
    return folder;
  }

  /** A folder that only one account can enter: ours, or the given one. */
  makePrivate(name: string, account?: ProcessAccount): string {
    const path = join(this.path, name);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
    if (account) chownSync(path, account.uid, account.gid);
    return path;
  }

  /** A secret of this installation, drawn at the first call and the same ever after; throws when somebody shortened or replaced it. */
  secret(name: string, bytes = KEY_BYTES): Buffer {
    const path = join(this.path, 'secrets', name);
    if (!existsSync(path)) {
      writeFileSync(`${path}.new`, `${randomBytes(bytes).toString('base64url')}\n`, { mode: 0o600 });
      renameSync(`${path}.new`, path);
    }
    chmodSync(path, 0o600);
    return checkedSecret(path, readFileSync(path, 'utf8').trim(), bytes);
  }

  /** The keys of a ring, the one that seals first; the first key is drawn at the first call. Throws as `secret` does. */
  keyRing(ring: KeyRing): [Buffer, ...Buffer[]] {
    const path = this.keyRingFile(ring);
    if (!existsSync(path)) return [this.secret(KEY_RINGS[ring])];
    chmodSync(path, 0o600);
    const [newest, ...older] = keysIn(readFileSync(path, 'utf8')).map((line) => checkedSecret(path, line, KEY_BYTES));
    if (!newest) throw new Error(`${path} is empty; restore it from a backup.`);
    return [newest, ...older];
  }

  keyRingFile(ring: KeyRing): string {
    return join(this.path, 'secrets', KEY_RINGS[ring]);
  }

  /** Copies a file to where that account alone can read it; the file itself when there is no separate account. */
  lend(file: string, folder: string, name: string, account: ProcessAccount | undefined): string {
    if (!account) return file;
    const copy = join(this.makePrivate(folder, account), name);
    copyFileSync(file, `${copy}.new`);
    chmodSync(`${copy}.new`, 0o400);
    chownSync(`${copy}.new`, account.uid, account.gid);
    renameSync(`${copy}.new`, copy);
    return copy;
  }
}

function checkedSecret(path: string, text: string, bytes: number): Buffer {
  const kept = Buffer.from(text, 'base64url');
  if (kept.length !== bytes) throw new Error(`${path} holds ${kept.length} bytes instead of ${bytes}; restore it from a backup.`);
  if (!looksDrawn(kept)) throw new Error(`${path} holds what nobody has drawn; restore it from a backup.`);
  return kept;
}
