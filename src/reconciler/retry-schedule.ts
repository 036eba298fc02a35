import { createHash } from 'node:crypto';

const MINUTE_MS = 60_000;
/** The catalogue's schedule for causes that pass by themselves; its last pause repeats. */
const PAUSES_MS = [1, 2, 5, 10, 20, 40].map((minutes) => minutes * MINUTE_MS);
const LONGEST_PAUSE_MS = 4 * 60 * MINUTE_MS;

/** When the attempt after this failure is due: growing pauses with ±20 % that differ per deployment yet are the same for the same failure; a `pace` below 1 shortens them in rehearsals and tests. */
export function nextAttempt(deploymentId: string, failedAt: Date, attempts: number, pace: number): Date {
  const pause = PAUSES_MS[Math.max(0, attempts - 1)] ?? LONGEST_PAUSE_MS;
  const chance = createHash('sha256').update(`${deploymentId}:${attempts}`).digest().readUInt32BE(0) / 0xffff_ffff;
  return new Date(failedAt.getTime() + pause * (0.8 + 0.4 * chance) * pace);
}
