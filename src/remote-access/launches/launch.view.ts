/** A single-use credential for one launch, to be posted by the same browser within a minute. */
export class LaunchTicketView {
  launchId!: string;
  /** Shown once. */
  ticket!: string;
  /** Path to submit an HTML form to. */
  redeemUrl!: string;
  expiresAt!: string;
}

/** Whether the caller may open a device now; the same answer stands behind the icon, the hover card and the gate. */
export class LaunchabilityView {
  allowed!: boolean;
  /** A code of the status catalogue, null when allowed. */
  code!: string | null;
  title!: string;
  detail!: string;
  whoCanFix!: string | null;
  fixUrl!: string | null;
}
