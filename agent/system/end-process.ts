import { setTimeout as delay } from 'node:timers/promises';

const POLITE_MS = 3_000;
const FIRM_MS = 3_000;
const LOOK_EVERY_MS = 10;

/** Asks processes to end, then makes them; true once none of those that `remaining` names is left. */
export async function endProcesses(remaining: () => readonly { readonly pid: number }[]): Promise<boolean> {
  return (await signalUntilGone(remaining, 'SIGTERM', POLITE_MS)) || signalUntilGone(remaining, 'SIGKILL', FIRM_MS);
}

async function signalUntilGone(
  remaining: () => readonly { readonly pid: number }[],
  signal: NodeJS.Signals,
  patienceMs: number,
): Promise<boolean> {
  const signalled = new Set<number>();
  for (let waited = 0; waited <= patienceMs; waited += LOOK_EVERY_MS) {
    const left = remaining();
    if (left.length === 0) return true;
    for (const { pid } of left) {
      if (!signalled.has(pid)) kill(pid, signal);
      signalled.add(pid);
    }
    await delay(LOOK_EVERY_MS);
  }
  return remaining().length === 0;
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself in between.
  }
}
