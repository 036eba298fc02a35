import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineFiles } from './engine-files.js';

const LEAVES_BY_ITSELF_MS = 5_000;

/**
 * Waits until the engine of an earlier launcher is gone, for two engines on one folder would destroy its data.
 * After a kill -9 it notices the closed pipe and leaves within about two seconds; one that does not is killed, but only
 * when the system confirms that the process is an engine on this very folder.
 */
export async function awaitPredecessor(files: EngineFiles, dataPath: string): Promise<void> {
  const pid = Number(files.read('engine.pid'));
  if (!Number.isInteger(pid) || pid <= 1) return;
  for (let waited = 0; waited < LEAVES_BY_ITSELF_MS && isOurEngine(pid, dataPath) !== false; waited += 100)
    await sleep(100);
  if (isOurEngine(pid, dataPath) === true) {
    process.kill(pid, 'SIGKILL');
    for (let waited = 0; waited < 2_000 && isAlive(pid); waited += 50) await sleep(50);
  }
}

/** Null where the system does not tell what a process runs. */
function isOurEngine(pid: number, dataPath: string): boolean | null {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return null;
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return words.includes(dataPath);
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
