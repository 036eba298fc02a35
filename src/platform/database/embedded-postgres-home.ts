import { createHash } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { accountCanReach, type PostgresAccount } from './embedded-postgres-account.js';
import { findPostgresBinaries, type PostgresBinaries } from './embedded-postgres-binaries.js';

/** The folders in which one embedded PostgreSQL lives. */
export interface PostgresHome {
  /** Private to the account that runs PostgreSQL; holds the cluster and nothing else of ours. */
  readonly holder: string;
  readonly cluster: string;
  readonly binaries: PostgresBinaries;
}

/**
 * Makes the folders of the cluster below `dataDir`. When the account that must run PostgreSQL cannot pass the folders
 * above (a checkout below a 0700 home), data and a copy of the binaries live below /var/tmp and a note says so.
 */
export function preparePostgresHome(dataDir: string, account: PostgresAccount): PostgresHome {
  const found = findPostgresBinaries();
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  // Another account has to pass through; it may not look around.
  chmodSync(dataDir, account.uid === undefined ? 0o700 : 0o711);
  const elsewhere = join('/var/tmp', `latchkey-${createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 16)}`);
  const dataIsReachable = accountCanReach(account, dataDir, 'execute');
  const base = dataIsReachable ? dataDir : prepareElsewhere(elsewhere, dataDir, account);
  const binaries = accountCanReach(account, join(found.folder, 'postgres'), 'execute')
    ? found
    : copyBinaries(found, prepareElsewhere(elsewhere, dataDir, account));
  const holder = join(base, 'postgres');
  mkdirSync(holder, { recursive: true, mode: 0o700 });
  handOver(holder, account);
  return { holder, cluster: join(holder, 'cluster'), binaries };
}

/**
 * The private folder of the server's socket, the same after every restart so that clients find it again. It lies below
 * /tmp because a socket's path is limited to 107 bytes; members of `socketGroup` may enter it.
 */
export function preparePostgresSocketFolder(holder: string, account: PostgresAccount, socketGroup?: number): string {
  const note = join(holder, 'socket-folder');
  const remembered = existsSync(note) ? readFileSync(note, 'utf8').trim() : '';
  const folder = isOurs(remembered, account) ? remembered : mkdtempSync('/tmp/latchkey-pg-');
  writeFileSync(note, folder);
  if (account.uid !== undefined) chownSync(folder, account.uid, socketGroup ?? account.gid ?? account.uid);
  chmodSync(folder, socketGroup === undefined ? 0o700 : 0o710);
  return folder;
}

/** Gives a file or folder to the account that runs PostgreSQL. */
export function handOver(path: string, account: PostgresAccount): void {
  if (account.uid !== undefined) chownSync(path, account.uid, account.gid ?? account.uid);
}

function isOurs(folder: string, account: PostgresAccount): boolean {
  if (!folder.startsWith('/tmp/latchkey-pg-')) return false;
  try {
    const found = lstatSync(folder);
    return found.isDirectory() && found.uid === (account.uid ?? process.getuid?.());
  } catch {
    return false;
  }
}

function prepareElsewhere(elsewhere: string, dataDir: string, account: PostgresAccount): string {
  mkdirSync(elsewhere, { recursive: true, mode: 0o711 });
  const found = lstatSync(elsewhere);
  // The name can be foreseen and /var/tmp is everybody's: a folder that somebody else made first is refused.
  if (!found.isDirectory() || found.uid !== process.getuid?.()) throw new Error(`${elsewhere} belongs to another account; remove it first.`);
  chmodSync(elsewhere, 0o711);
  writeFileSync(
    join(dataDir, 'postgres-lives-elsewhere.txt'),
    `The account ${account.name}, which runs PostgreSQL because it refuses to run as root, cannot reach this folder.\n` +
      `The database, or a copy of its programs, therefore lives in ${elsewhere}\n`,
  );
  return elsewhere;
}

function copyBinaries(found: PostgresBinaries, elsewhere: string): PostgresBinaries {
  if (!found.packageRoot) throw new Error(`${found.folder} cannot be reached by the account that runs PostgreSQL; set EMBEDDED_PG_USER.`);
  const identity = createHash('sha256').update(readFileSync(join(found.folder, 'postgres'))).digest('hex').slice(0, 12);
  const copy = join(elsewhere, `native-${found.majorVersion}-${identity}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    rmSync(unfinished, { recursive: true, force: true });
    cpSync(found.packageRoot, unfinished, { recursive: true, verbatimSymlinks: true });
    chmodSync(unfinished, 0o755);
    renameSync(unfinished, copy);
  }
  return { folder: join(copy, 'bin'), majorVersion: found.majorVersion, packageRoot: copy };
}
