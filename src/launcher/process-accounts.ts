import { join } from 'node:path';
import { accountCanReach } from '../platform/database/embedded-postgres-account.js';

/** A numeric account of the operating system; it needs no entry in /etc/passwd. */
export interface ProcessAccount {
  readonly uid: number;
  readonly gid: number;
}

/** Who runs what: all three, or none when the accounts cannot be kept apart here. */
export interface ProcessAccounts {
  readonly core?: ProcessAccount;
  readonly web?: ProcessAccount;
  readonly engine?: ProcessAccount;
  readonly separation: 'full' | 'reduced';
  /** Why separation is reduced. */
  readonly reason?: string;
}

/** A range that neither Debian, systemd nor container runtimes hand out. Core and web share a group: the database socket's. */
const GROUP = 61_100;
const CORE = { uid: 61_101, gid: GROUP };
const WEB = { uid: 61_102, gid: GROUP };
const ENGINE = { uid: 61_103, gid: 61_103 };

/** Gives core, web and the engine accounts of their own when we are root and those accounts can read the program and pass into the data folder. */
export function chooseProcessAccounts(projectDir: string, dataDir: string): ProcessAccounts {
  if (process.getuid?.() !== 0) return { separation: 'reduced', reason: 'the launcher does not run as root' };
  const needed: [string, 'read' | 'execute'][] = [
    [process.execPath, 'execute'],
    [join(projectDir, 'package.json'), 'read'],
    [join(projectDir, 'node_modules'), 'execute'],
    [dataDir, 'execute'],
  ];
  const closed = needed.find(([path, permission]) => !accountCanReach({ name: 'web', ...WEB }, path, permission));
  if (closed) return { separation: 'reduced', reason: `other accounts cannot reach ${closed[0]}` };
  return { core: CORE, web: WEB, engine: ENGINE, separation: 'full' };
}
