import { createHash } from 'node:crypto';
import { catalogueEntry, pauseMinutes } from '../../contracts/error-catalogue.js';

const MINUTE_MS = 60_000;

/** One failed attempt: which deployment, of which code, when, and the how manieth in a row it was. */
export interface FailedAttempt {
  readonly deploymentId: string;
  readonly code: string;
  readonly at: Date;
  readonly attempts: number;
}

/** When the attempt after this failure is due: the catalogue's pauses with ±20 % that differ per deployment yet are the same for the same failure; a `pace` below 1 shortens them in rehearsals and tests. */
export function nextAttempt({ deploymentId, code, at, attempts }: FailedAttempt, pace: number): Date {
  const chance = createHash('sha256').update(`${deploymentId}:${attempts}`).digest().readUInt32BE(0) / 0xffff_ffff;
  return new Date(at.getTime() + pauseMinutes(catalogueEntry(code), attempts) * MINUTE_MS * (0.8 + 0.4 * chance) * pace);
}
