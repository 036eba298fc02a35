import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 60_000;

/** Looks again and again until it is so; throws after a minute, or what else is allowed, with what did not happen. */
export async function awaiting(what: string | (() => string), isSo: () => boolean | Promise<boolean>, everyMs = 50, patienceMs = PATIENCE_MS): Promise<void> {
  for (const end = performance.now() + patienceMs; performance.now() < end; await sleep(everyMs)) if (await isSo()) return;
  throw new Error(`it never happened: ${typeof what === 'string' ? what : what()}`);
}
