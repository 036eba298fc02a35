/** How long is waited after each failed try, in seconds; after the last one it is given up. */
const PAUSES = [5, 30, 300, 1_800, 7_200, 18_000] as const;

/** The pause after so many tries; null: enough. */
export function pauseAfter(tries: number): number | null {
  return PAUSES[tries - 1] ?? null;
}
