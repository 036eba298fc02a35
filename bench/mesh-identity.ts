import { execFile, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { mshText } from '../agent/remote-agents/mesh-central/msh.js';
import { parseNodeId } from '../agent/remote-agents/mesh-central/node-id.js';

const MADE_WITHIN_MS = 30_000;
/** Port 9 discards: the MeshAgent makes its identity and finds nobody to show it to. */
const NOWHERE = { meshName: 'nowhere', meshId: `0x${'A'.repeat(96)}`, serverId: 'A'.repeat(96), meshServer: 'wss://127.0.0.1:9/agent.ashx', domain: '' };

/**
 * Makes a MeshAgent identity and lays its database down, so that no key is generated while the clock runs. `-nodeid` alone
 * makes none with this MeshAgent: it has to run for a moment.
 */
export async function layDownIdentity(binary: string, database: string, scratch: string): Promise<void> {
  const folder = mkdtempSync(join(scratch, 'identity-'));
  const program = join(folder, 'meshagent');
  copyFileSync(binary, program);
  chmodSync(program, 0o700);
  writeFileSync(join(folder, 'meshagent.msh'), mshText(NOWHERE));
  const agent = spawn(program, ['run'], { cwd: folder, stdio: 'ignore' });
  const ended = new Promise((done) => agent.once('close', done));
  try {
    await awaitIdentity(program, folder);
  } finally {
    agent.kill('SIGTERM');
    const insist = setTimeout(() => agent.kill('SIGKILL'), 3_000);
    await ended;
    clearTimeout(insist);
  }
  mkdirSync(dirname(database), { recursive: true, mode: 0o700 });
  copyFileSync(join(folder, 'meshagent.db'), database);
  rmSync(folder, { recursive: true });
}

async function awaitIdentity(program: string, folder: string): Promise<void> {
  for (const end = performance.now() + MADE_WITHIN_MS; performance.now() < end; await sleep(100)) {
    const { stdout } = await promisify(execFile)(program, ['-nodeid'], { cwd: folder });
    if (parseNodeId(stdout) !== undefined) return;
  }
  throw new Error('the MeshAgent made no identity');
}
