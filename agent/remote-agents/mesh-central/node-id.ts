import { statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunCommand } from '../../system/run-command.js';

const HEX_ID = /\b([0-9A-Fa-f]{96})\b/;
const LOOK_EVERY_MS = 10;

/** The id MeshCentral knows a node by, from the 96 hex digits that the MeshAgent states itself. */
export function remoteIdOf(hex: string, domain: string): string {
  return `node/${domain}/${Buffer.from(hex, 'hex').toString('base64').replaceAll('+', '@').replaceAll('/', '$')}`;
}

/** What `-nodeid` printed, or undefined while the MeshAgent has made no identity yet. */
export function parseNodeId(output: string): string | undefined {
  return HEX_ID.exec(output)?.[1];
}

/** Asks the MeshAgent for its node id. The identity lies in its database, so an empty one is not worth a process. */
export async function nodeIdOf(binary: string, database: string, run: RunCommand): Promise<string | undefined> {
  if (sizeOf(database) === 0) return undefined;
  return parseNodeId((await run(binary, ['-nodeid'], { timeoutMs: 10_000 })).output);
}

/** Waits until the MeshAgent has an identity, about 0.3 s at a first start; undefined when it has ended or time is up. */
export async function awaitNodeId(
  ask: () => Promise<string | undefined>,
  isRunning: () => boolean | Promise<boolean>,
  patienceMs: number,
): Promise<string | undefined> {
  for (const end = performance.now() + patienceMs; performance.now() < end; await delay(LOOK_EVERY_MS)) {
    const hex = await ask();
    if (hex || !(await isRunning())) return hex;
  }
  return undefined;
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
