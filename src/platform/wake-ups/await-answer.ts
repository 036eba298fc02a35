import type { WakeUps } from './wake-ups.js';

const LOOK_EVERY_MS = 500;

/** What `look` finds once core has answered what is named `id`, or null when that takes too long; hints make it prompt, looking again makes it sure. */
export async function awaitAnswer<T>(wakeUps: WakeUps, id: string, withinMs: number, look: () => Promise<T | null>): Promise<T | null> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await look();
    const left = deadline - performance.now();
    if (answer !== null || left <= 0) return answer;
    await hint(wakeUps, id, Math.min(left, LOOK_EVERY_MS));
  }
}

/** Resolves at the hint about this answer, or after a while: hints may be lost. */
function hint(wakeUps: WakeUps, id: string, forMs: number): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(finish, forMs);
    const stop = wakeUps.on('acted', (key) => (key === id || key === '') && finish());
  });
}
