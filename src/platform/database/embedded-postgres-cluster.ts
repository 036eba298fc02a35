import { execFile } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { identityOf, type PostgresAccount } from './embedded-postgres-account.js';
import { handOver, type PostgresHome } from './embedded-postgres-home.js';

/** The superuser of an embedded cluster, which runs the migrations. */
export const OWNER_LOGIN = 'latchkey_owner';

/** What PostgreSQL's own programs see of our environment: nothing of ours, no locale, no time zone. */
export const POSTGRES_ENVIRONMENT = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/local/bin:/usr/bin:/bin' };

export interface ClusterChoices {
  readonly ownerPassword: string;
  /** `none` leaves the new files to the operating system: a power cut may then take them. */
  readonly durability: 'full' | 'none';
}

/** Initialises the cluster unless it exists; throws when it was made by another major version than the binaries are. */
export async function ensureCluster(home: PostgresHome, account: PostgresAccount, choices: ClusterChoices): Promise<void> {
  const versionFile = join(home.cluster, 'PG_VERSION');
  if (existsSync(versionFile)) {
    const made = Number(readFileSync(versionFile, 'utf8').trim());
    if (made === home.binaries.majorVersion) return;
    throw new Error(
      `The database in ${home.cluster} was made by PostgreSQL ${made}, the programs in ${home.binaries.folder} are version ` +
        `${home.binaries.majorVersion}. Dump it with the old version and load it into the new one, or set EMBEDDED_PG_BIN to version ${made}.`,
    );
  }
  for (const left of readdirSync(home.holder).filter((name) => name.startsWith('unfinished-'))) {
    rmSync(join(home.holder, left), { recursive: true, force: true });
  }
  const unfinished = join(home.holder, `unfinished-${process.pid}`);
  const passwordFile = join(home.holder, `owner-password-${process.pid}`);
  try {
    writeFileSync(passwordFile, choices.ownerPassword, { mode: 0o600 });
    handOver(passwordFile, account);
    await initialise(home, account, unfinished, passwordFile, choices.durability);
    // A start that was interrupted leaves no half cluster behind under the real name.
    renameSync(unfinished, home.cluster);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function initialise(
  home: PostgresHome,
  account: PostgresAccount,
  folder: string,
  passwordFile: string,
  durability: ClusterChoices['durability'],
): Promise<void> {
  const options = [
    '-D', folder, '-U', OWNER_LOGIN, '-E', 'UTF8',
    '--auth-local=scram-sha-256', '--auth-host=reject', `--pwfile=${passwordFile}`,
    '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C',
    ...(durability === 'none' ? ['--no-sync'] : []),
  ];
  try {
    await promisify(execFile)(join(home.binaries.folder, 'initdb'), options, {
      ...identityOf(account),
      env: POSTGRES_ENVIRONMENT,
      cwd: home.holder,
      timeout: 120_000,
    });
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim();
    throw new Error(`initdb could not make a database in ${folder}: ${said || (error as Error).message}`, { cause: error });
  }
}
