import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../platform/http/page.view.js';

/** One change, as it was recorded in the transaction that made it. */
export class AuditEntryView {
  id!: string;
  at!: Date;
  @ApiProperty({ enum: ['operator', 'device', 'system'] })
  actorKind!: string;
  actorId!: string | null;
  actorName!: string;
  /** `<noun>.<verb>`. */
  action!: string;
  subjectKind!: string;
  subjectId!: string | null;
  subjectName!: string;
  clientId!: string | null;
  siteId!: string | null;
  deviceId!: string | null;
  /** Field → [before, after]. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  changes!: Record<string, unknown>;
  requestId!: string | null;
}

/** How an entry is sealed. */
export class AuditEntrySealView {
  /** Sealed entries are numbered from 1 without a gap. */
  seq!: number;
  /** SHA-256, in hex, over the hash before it and the content. */
  hash!: string;
  /** When the first checkpoint that covers it was signed; null while none does. */
  checkpointAt!: Date | null;
}

/** One change with its seal; null while it is not sealed, which takes about a second. */
export class AuditEntryDetailView extends AuditEntryView {
  @ApiProperty({ type: AuditEntrySealView, nullable: true })
  seal!: AuditEntrySealView | null;
}

export class AuditEntryPage extends pageOf(AuditEntryView) {}
