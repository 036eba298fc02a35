/** How the update of one instance's remote agents to its present version goes. */
export interface UpdateCourse {
  /** Devices that have it. */
  readonly updated: number;
  /** Devices on which it failed. */
  readonly failed: number;
  /** Orders that are out. */
  readonly inFlight: number;
}

const MOST_AT_ONCE = 500;
/** Two failures may be two sick devices; more than one in twenty is the version. */
const ALWAYS_FORGIVEN = 2;
const FORGIVEN_SHARE = 0.05;

/**
 * How many more devices may be updated now, or `stopped` where a person has to look first. Pure. A new version goes to one device, and
 * then to as many at a time as already run it: whatever is wrong with it is found on a few.
 */
export function roomForUpdates({ updated, failed, inFlight }: UpdateCourse): number | 'stopped' {
  if (failed > Math.max(ALWAYS_FORGIVEN, updated * FORGIVEN_SHARE)) return 'stopped';
  return Math.max(0, Math.min(MOST_AT_ONCE, Math.max(1, updated)) - inFlight);
}
