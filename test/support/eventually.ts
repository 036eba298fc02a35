import { setTimeout as sleep } from 'node:timers/promises';

/** Looks until something is found, and answers it; throws with the last thing seen when it never is. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  { withinMs = 60_000, everyMs = 200, lastSeen = (): unknown => undefined }: { withinMs?: number; everyMs?: number; lastSeen?: () => unknown } = {},
): Promise<T> {
  let trouble: unknown;
  for (const end = Date.now() + withinMs; ; await sleep(everyMs)) {
    try {
      const found = await look();
      if (found) return found;
      trouble = undefined;
    } catch (error) {
      // Whoever looks while parts are being restarted may be refused; the last refusal is worth telling.
      trouble = error;
    }
    if (Date.now() > end) throw new Error(`It never happened within ${withinMs / 1000} s: ${what}. Last seen: ${JSON.stringify(lastSeen()) ?? 'nothing'}`, { cause: trouble });
  }
}
