/** How one device was judged, beside what had happened to it. */
export interface JudgedDevice {
  readonly name: string;
  /** The code of its fault; null for one that is to be Ready. */
  readonly expects: string | null;
  readonly phase: string;
  readonly errorCode: string | null;
}

export interface Confusion {
  /** Expected code (or `READY`) → observed code (or phase, where there is no code) → devices. */
  readonly matrix: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Devices that are judged with what happened to them, of all with a fault that lasts. */
  readonly matching: number;
  readonly faulty: number;
  /** Neither Ready nor with a code: what may not be left once every deadline has passed. */
  readonly undecided: readonly JudgedDevice[];
}

const READY = 'READY';

/** Compares what happened with what was judged. Pure. */
export function confusionOf(devices: readonly JudgedDevice[]): Confusion {
  const matrix: Record<string, Record<string, number>> = {};
  let [matching, faulty] = [0, 0];
  for (const { expects, phase, errorCode } of devices) {
    const observed = errorCode ?? phase;
    const row = (matrix[expects ?? READY] ??= {});
    row[observed] = (row[observed] ?? 0) + 1;
    if (expects === null) continue;
    faulty++;
    if (errorCode === expects) matching++;
  }
  return { matrix, matching, faulty, undecided: devices.filter(({ phase, errorCode }) => errorCode === null && phase !== READY) };
}

/** A line for each expected code: how many were judged so, and what the others were taken for. */
export function confusionInWords({ matrix, matching, faulty, undecided }: Confusion): string {
  const rows = Object.entries(matrix).sort(([a], [b]) => a.localeCompare(b)).map(([expected, row]) => {
    const all = Object.values(row).reduce((sum, count) => sum + count, 0);
    const others = Object.entries(row).filter(([observed]) => observed !== expected).map(([observed, count]) => `${count}× ${observed}`);
    return `${expected.padEnd(10)} ${String(row[expected] ?? 0).padStart(6)} of ${String(all).padEnd(6)} ${others.join(', ')}`.trimEnd();
  });
  const share = faulty === 0 ? 100 : (matching / faulty) * 100;
  return [...rows, `judged with their own fault: ${matching} of ${faulty} (${share.toFixed(1)} %); undecided: ${undecided.length}`].join('\n');
}
