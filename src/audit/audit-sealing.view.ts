/** How far the audit log is sealed. */
export class AuditSealingView {
  /** Entries of the chain. */
  sealed!: number;
  /** Committed entries that are not sealed yet; a second is usual. */
  unsealed!: number;
  /** Age of the oldest of those. */
  unsealedSeconds!: number | null;
  /** When the newest checkpoint was signed. */
  checkpointAt!: Date | null;
  /** Up to which sealed entry the sink outside has checkpoints; 0 where there is none. */
  shippedSeq!: number;
  /** Why the sink took no more; null where it did. */
  shippingFailure!: string | null;
}
