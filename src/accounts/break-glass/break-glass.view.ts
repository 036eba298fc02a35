export class BreakGlassView {
  id!: string;
  email!: string;
  /** Whether it can be used: it has a password that nobody has used, and a hardware key. */
  isReady!: boolean;
  hasHardwareKey!: boolean;
  lastUsedAt!: Date | null;
}

export class SealedBreakGlassView extends BreakGlassView {
  /** Shown once, to be put into an envelope; it opens the account once. */
  password!: string;
}
