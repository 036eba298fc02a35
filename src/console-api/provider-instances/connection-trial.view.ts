/** What a server answered that was tried. */
export class ConnectionTrialView {
  reachable!: boolean;
  engineVersion!: string | null;
  /** True for a version with known holes. */
  belowFloor!: boolean;
  roundTripMs!: number | null;
  /** What is wrong, as a code of the status catalogue; null when nothing is. */
  code!: string | null;
  detail!: string | null;
}
