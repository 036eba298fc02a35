import type { AuditCheckpoint, CheckpointStatement } from '../../../contracts/audit-checkpoint.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { DocumentSink } from '../../platform/off-box/document-sink.js';
import { makeCheckpoint } from './make-checkpoint.js';
import { sealEntries } from './seal-entries.js';
import { shipCheckpoints } from './ship-checkpoints.js';

/** How often is looked for what has been committed: within a second everything is sealed. */
export const SEAL_EVERY_MS = 500;

/** Keeps the audit log sealed: seals, signs, ships. One round at a time; what fails is tried again with the next. */
export class AuditSealer {
  private round: Promise<void> | null = null;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly sign: (statement: CheckpointStatement) => AuditCheckpoint,
    private readonly sink: DocumentSink | null,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Seals what is there and says when it is done. */
  async look(): Promise<void> {
    this.round ??= this.once().finally(() => (this.round = null));
    return this.round;
  }

  private async once(): Promise<void> {
    try {
      while ((await sealEntries(this.unit)) > 0) await makeCheckpoint(this.unit, this.sign);
      await makeCheckpoint(this.unit, this.sign);
      if (this.sink) await shipCheckpoints(this.unit, this.sink);
    } catch (error) {
      this.failed(error);
    }
  }
}
