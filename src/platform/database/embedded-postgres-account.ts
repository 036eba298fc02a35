import { execFileSync, spawnSync } from 'node:child_process';

/** The operating-system account that runs PostgreSQL; without `uid` it is simply ours. */
export interface PostgresAccount {
  readonly name: string;
  readonly uid?: number;
  readonly gid?: number;
}

/** Chooses who runs PostgreSQL, which refuses to run as root: ourselves, or as root `EMBEDDED_PG_USER`, `postgres` or `nobody`. */
export function choosePostgresAccount(env: NodeJS.ProcessEnv = process.env): PostgresAccount {
  if (process.getuid?.() !== 0) return { name: 'this account' };
  const wished = env['EMBEDDED_PG_USER'];
  for (const name of wished ? [wished] : ['postgres', 'nobody']) {
    const uid = numericId('-u', name);
    const gid = numericId('-g', name);
    if (uid && gid !== undefined) return { name, uid, gid };
  }
  throw new Error(
    wished
      ? `EMBEDDED_PG_USER names "${wished}", which is no unprivileged account of this machine.`
      : 'PostgreSQL does not run as root, and neither the account postgres nor nobody exists. Set EMBEDDED_PG_USER or DATABASE_URL.',
  );
}

/** Whether that account can pass every folder above the path and read the path itself; tried for real, since modes and mounts deceive. */
export function accountCanReach(account: PostgresAccount, path: string, permission: 'read' | 'execute' = 'read'): boolean {
  if (account.uid === undefined) return true;
  const test = spawnSync('/bin/sh', ['-c', `test ${permission === 'read' ? '-r' : '-x'} "$1"`, 'sh', path], {
    ...identityOf(account),
    cwd: '/',
    timeout: 5_000,
  });
  return test.status === 0;
}

/** The part of Node's spawn options that makes a child run as that account. */
export function identityOf(account: PostgresAccount): { uid?: number; gid?: number } {
  return account.uid === undefined ? {} : { uid: account.uid, gid: account.gid ?? account.uid };
}

function numericId(flag: '-u' | '-g', name: string): number | undefined {
  try {
    return Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 5_000 }).trim());
  } catch {
    return undefined;
  }
}
